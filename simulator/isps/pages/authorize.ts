import { html } from 'ghtml';
import { displayed } from '../money.ts';
import type { IspProfile } from '../profiles.ts';
import type { MandatePeriod } from '../tokens.ts';
import { addressAttribute, errorMessage, page } from './layout.ts';
import { loginFields } from './login.ts';
import { LOOKS } from './looks.ts';
import { filled, type Locale, type Texts, textsOf } from './texts.ts';

/** What the subscriber is asked to accept. */
export interface Terms {
  readonly kind: 'one_shot' | 'mandate';
  readonly merchant_name: string;
  readonly description: string;
  readonly amount_cents: bigint;
  readonly period: MandatePeriod | undefined;
}

/** A line that the ISP knows already, from a session of its account pages. */
export interface KnownLine {
  readonly line: string;
  readonly form_token: string;
}

export interface AuthorizePage {
  readonly profile: IspProfile;
  readonly locale: Locale;
  readonly terms: Terms;
  /** Where the form goes, the query of the page included. */
  readonly action: string;
  readonly other_locale_url: string;
  readonly known?: KnownLine | undefined;
  readonly username?: string;
  readonly error?: string;
}

function priceOf({ kind, amount_cents, period }: Terms, texts: Texts, locale: Locale): string {
  const amount = displayed(amount_cents, locale);
  if (kind === 'one_shot') return amount;
  return `${amount} ${period ? texts.per[period] : texts.per_unknown}`;
}

function orderCard(terms: Terms, texts: Texts, locale: Locale): string {
  const { kind, period } = terms;
  const rhythm = period ? texts.rhythms[period] : texts.rhythm_unknown;
  const points = kind === 'mandate' ? texts.terms_mandate : texts.terms_payment;
  const amount = displayed(terms.amount_cents, locale);
  const items = points.map((point) => html`<li>${filled(point, { amount })}</li>`);
  return html`<section class="card order" aria-labelledby="order">
<h2 id="order">${kind === 'mandate' ? texts.order_mandate : texts.order_payment}</h2>
<dl>
<dt>${texts.merchant}</dt><dd>${terms.merchant_name}</dd>
<dt>${texts.product}</dt><dd>${terms.description}</dd>
!${kind === 'mandate' ? html`<dt>${texts.rhythm}</dt><dd>${rhythm}</dd>` : ''}
<dt>${texts.billed}</dt><dd>${texts.billed_on}</dd>
<dt class="sum">${texts.amount}</dt><dd class="sum">${priceOf(terms, texts, locale)}</dd>
</dl>
<h3>${texts.terms}</h3>
<ul class="terms">!${items}</ul>
</section>`;
}

function identification({ known, username = '' }: AuthorizePage, texts: Texts): string {
  if (!known) return loginFields(texts, { username });
  return html`<input type="hidden" name="form_token" value="${known.form_token}" />
<p class="known">${filled(texts.recognised, { line: known.line })}</p>
<p>${texts.other_line}</p>
!${loginFields(texts, { username, required: false })}`;
}

/**
 * The page on which the ISP identifies the line and the subscriber accepts or refuses. Refusing needs no login, and who is logged in to the account
 * needs none to accept.
 */
export function authorizePage(view: AuthorizePage): string {
  const { profile, locale, terms, action, other_locale_url, error } = view;
  const texts = textsOf(locale);
  const title = terms.kind === 'mandate' ? texts.confirm_mandate : texts.confirm_payment;
  const content = html`<h1>${title}</h1>
<p class="lead">${LOOKS[profile.id].ask[locale]}</p>
<div class="columns">
!${orderCard(terms, texts, locale)}
<form class="card" method="post" action="!${addressAttribute(action)}">
<h2>${texts.identify}</h2>
!${errorMessage(error)}
!${identification(view, texts)}
<div class="actions">
<button class="primary" name="decision" value="accept">${texts.accept}</button>
<button class="secondary" name="decision" value="refuse" formnovalidate>${texts.refuse}</button>
</div>
<p class="note">${texts.refuse_note}</p>
</form>
</div>`;
  return page({ locale, title, profile, kind: 'authorize', other_locale_url, content });
}
