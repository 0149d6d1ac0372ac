import { html } from 'ghtml';
import type { Mandate } from '../mandates.ts';
import { displayed } from '../money.ts';
import type { IspProfile } from '../profiles.ts';
import { displayedDate, filled, type Locale, type Texts, textsOf } from './texts.ts';

interface MandatesOf {
  readonly profile: IspProfile;
  readonly locale: Locale;
  readonly form_token: string;
}

/** A subscription as its subscriber knows it: what, and from whom. */
export const mandateName = ({ description, merchant_name }: Mandate): string =>
  merchant_name === null ? description : `${description} – ${merchant_name}`;

function termsOf({ amount_max_cents, period }: Mandate, locale: Locale, texts: Texts): string {
  if (amount_max_cents === null) return '';
  const amount = displayed(amount_max_cents, locale);
  // A price with its rhythm is what was accepted; without one, only the most that each charge may take is known.
  return period ? `${amount} ${texts.per[period]}` : filled(texts.up_to, { amount, rhythm: texts.per_unknown });
}

/** One press opens the question and the next one answers it: an end is one form, sent on purpose. */
function mandateItem(mandate: Mandate, { profile, locale, form_token }: MandatesOf, texts: Texts): string {
  const name = mandateName(mandate);
  const terms = termsOf(mandate, locale, texts);
  return html`<li data-key="${mandate.mandate_id}">
<p><strong>${mandate.description}</strong>!${mandate.merchant_name === null ? '' : html`<span>${mandate.merchant_name}</span>`}
<span class="amount">${terms}</span><small>${texts.since} ${displayedDate(mandate.created_at_ms, locale)}</small></p>
<details><summary>${texts.end}<span class="unseen"> : ${name}</span></summary>
<form method="post" action="/${profile.id}/account/mandates/${mandate.mandate_id}/revoke?locale=${locale}">
<input type="hidden" name="form_token" value="${form_token}" />
<p>${filled(texts.end_question, { name })}</p>
<button class="primary">${texts.end_now}<span class="unseen"> : ${name}</span></button>
</form></details>
</li>`;
}

function endedItem(mandate: Mandate, locale: Locale, texts: Texts): string {
  const by = mandate.status === 'active' ? '' : texts.ended_by[mandate.status];
  const date = displayedDate(mandate.ended_at_ms ?? mandate.created_at_ms, locale);
  return html`<li><strong>${mandateName(mandate)}</strong> <small>${filled(by, { date })}</small></li>`;
}

/** The running subscriptions, each with its end, and those that have ended. */
export function mandateLists(of: MandatesOf, { active, ended }: { active: readonly Mandate[]; ended: readonly Mandate[] }): string {
  const texts = textsOf(of.locale);
  const items = active.map((mandate) => mandateItem(mandate, of, texts));
  const running = items.length === 0 ? html`<p>${texts.no_subscriptions}</p>` : html`<ul class="mandates">!${items}</ul>`;
  if (ended.length === 0) return running;
  const over = ended.map((mandate) => endedItem(mandate, of.locale, texts));
  return html`!${running}<h3>${texts.ended_subscriptions}</h3><ul class="ended">!${over}</ul>`;
}
