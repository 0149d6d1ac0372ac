import { html } from 'ghtml';
import { displayed } from '../money.ts';
import type { IspProfile } from '../profiles.ts';
import { errorMessage, page } from './layout.ts';
import { loginFields } from './login.ts';
import { type Locale, type MandatePeriod, type Texts, textsOf } from './texts.ts';

/** What the subscriber is asked to accept. */
export interface Terms {
  readonly kind: 'one_shot' | 'mandate';
  readonly merchant_name: string;
  readonly description: string;
  readonly amount_cents: bigint;
  readonly period: MandatePeriod | undefined;
}

export interface AuthorizePage {
  readonly profile: IspProfile;
  readonly locale: Locale;
  readonly terms: Terms;
  /** Where the form goes, the query of the page included. */
  readonly action: string;
  readonly username?: string;
  readonly error?: string;
}

function price({ kind, amount_cents, period }: Terms, texts: Texts, locale: Locale): string {
  const amount = displayed(amount_cents, locale);
  if (kind === 'one_shot') return amount;
  return `${amount} ${period ? texts.per[period] : texts.per_unknown}`;
}

/** The page on which the ISP identifies the line and the subscriber accepts or refuses. Refusing needs no login. */
export function authorizePage({ profile, locale, terms, action, username, error }: AuthorizePage): string {
  const texts = textsOf(locale);
  const title = terms.kind === 'mandate' ? texts.confirm_mandate : texts.confirm_payment;
  const content = html`<div class="card">
<h1>${title}</h1>
<dl>
<dt>${texts.merchant}</dt><dd>${terms.merchant_name}</dd>
<dt>${texts.product}</dt><dd>${terms.description}</dd>
<dt>${texts.amount}</dt><dd>${price(terms, texts, locale)}</dd>
</dl>
<p class="note">${terms.kind === 'mandate' ? texts.terms_mandate : texts.terms_payment}</p>
</div>
<form class="card" method="post" action="${action}">
<h2>${texts.identify}</h2>
!${errorMessage(error)}
!${loginFields(texts, username)}
<div class="actions">
<button class="primary" name="decision" value="accept">${texts.accept}</button>
<button class="secondary" name="decision" value="refuse" formnovalidate>${texts.refuse}</button>
</div>
</form>`;
  return page({ locale, title, profile, content });
}

/** The page for a link that is not valid; it leads nowhere. */
export function badRequestPage(profile: IspProfile, locale: Locale): string {
  const texts = textsOf(locale);
  const content = html`<div class="card"><h1>${texts.bad_request}</h1><p>${texts.bad_request_detail}</p></div>`;
  return page({ locale, title: texts.bad_request, profile, content });
}
