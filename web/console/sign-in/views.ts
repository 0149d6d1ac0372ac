import { html } from 'ghtml';
import type { Locale } from '../../../domain/subscriptions.ts';
import type { ConsoleSession } from '../../../usecases/console/types.ts';
import { csrfField } from '../csrf.ts';
import { renderPlain } from '../plain-page.ts';
import { COMMON } from '../texts/common.ts';
import { SIGN_IN } from './texts.ts';

const PATH = '/console/sign-in';

export type AskView = { email?: string; problem?: 'email_wrong' | 'too_many'; signed_out?: boolean };

/** Asks for the address. */
export function renderAsk(locale: Locale, { email = '', problem, signed_out = false }: AskView): string {
  const texts = SIGN_IN[locale];
  const wrong = problem === 'email_wrong' ? ' aria-invalid="true" aria-describedby="email-error"' : '';
  const body = html`<h1>${texts.title}</h1>
!${signed_out ? html`<p class="c-done" role="status">${texts.signed_out}</p>` : ''}
!${problem === 'too_many' ? html`<p class="c-problem" role="alert">${texts.too_many}</p>` : ''}
<p>${texts.intro}</p>
<form method="post" action="${PATH}" novalidate>
<div class="field"><label for="email">${texts.email}</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="254" value="${email}"!${wrong}>
!${wrong === '' ? '' : html`<p class="error" id="email-error">${texts.email_wrong}</p>`}</div>
<button>${texts.send}</button>
</form>`;
  return renderPlain({ locale, title: texts.title, body, path: PATH });
}

/** Says the same whoever's address it is. */
export function renderSent(locale: Locale, email: string): string {
  const texts = SIGN_IN[locale];
  const body = html`<h1>${texts.sent_title}</h1>
<p role="status">${texts.sent(email)}</p>
<p class="quiet">${texts.sent_hint}</p>
<p><a href="${PATH}">${texts.again}</a></p>`;
  return renderPlain({ locale, title: texts.sent_title, body });
}

/** What a link in a mail leads to: opening it uses nothing up, since mail scanners open links too. */
export function renderConfirm(locale: Locale, token: string): string {
  const texts = SIGN_IN[locale];
  const path = `${PATH}/${token}`;
  const body = html`<h1>${texts.confirm_title}</h1>
<p>${texts.confirm}</p>
<form method="post" action="${path}"><button>${texts.button}</button></form>`;
  return renderPlain({ locale, title: texts.confirm_title, body, path });
}

export function renderClosed(locale: Locale): string {
  const texts = SIGN_IN[locale];
  const body = html`<h1>${texts.closed_title}</h1>
<p>${texts.closed}</p>
<p><a class="button" href="${PATH}">${texts.ask_again}</a></p>`;
  return renderPlain({ locale, title: texts.closed_title, body });
}

/** For a person of several merchants. */
export function renderChoice(locale: Locale, session: ConsoleSession): string {
  const texts = SIGN_IN[locale];
  const choices = session.merchants.map(
    ({ id, name, tier }) =>
      html`<li><button class="c-choice" name="merchant" value="${id}"><strong>${name}</strong> <span>${COMMON[locale].tiers[tier]}</span></button></li>`,
  );
  const body = html`<h1>${texts.choose_title}</h1>
<p>${texts.choose}</p>
<form method="post" action="/console/merchants">!${csrfField(session)}<ul class="c-choices">!${choices}</ul></form>`;
  return renderPlain({ locale, title: texts.choose_title, body, path: '/console/merchants' });
}
