import { html } from 'ghtml';
import type { Locale } from '../../domain/subscriptions.ts';
import type { LeavePage } from '../../usecases/leaving-types.ts';
import type { UnsubscribePage } from '../../usecases/types.ts';
import { art, CANCEL_PATHS, renderPage, sheet } from '../layout.ts';
import { TEXTS } from '../texts/index.ts';
import { codeSentence, endedSentence, subscriptionFacts } from '../unsubscribe/facts.ts';

type View = { locale: Locale; path: string };

export type FindView = View & { values: { code?: string; email?: string }; errors: { code?: string; email?: string } };

/** The two ways to find a subscription without its mail, each a form of one field and one button. */
export function renderFind({ locale, path, values, errors }: FindView): string {
  const texts = TEXTS[locale].leaving;
  const body = html`<h1>${texts.title}</h1>
<p class="lead">${texts.intro}</p>
<section>
<h2>${texts.by_code}</h2>
<form method="post" action="${path}?lang=${locale}">
!${field({ name: 'code', label: texts.code, hint: texts.code_hint, value: values.code, error: errors.code })}
<button type="submit">${texts.by_code_button}</button>
</form>
</section>
<section>
<h2>${texts.by_email}</h2>
<form method="post" action="${path}?lang=${locale}">
!${field({ name: 'email', label: texts.email, hint: texts.email_hint, value: values.email, error: errors.email })}
<button type="submit">${texts.by_email_button}</button>
</form>
</section>
<section>
<h2>${texts.elsewhere}</h2>
<p>${texts.elsewhere_text}</p>
</section>`;
  return renderPage({ locale, title: texts.title, body: sheet(body), path });
}

type Field = { name: 'code' | 'email'; label: string; hint: string; value: string | undefined; error: string | undefined };

const KINDS = {
  code: 'autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="60"',
  email: 'type="email" autocomplete="email" inputmode="email" autocapitalize="none" spellcheck="false" maxlength="254"',
};

function field({ name, label, hint, value = '', error }: Field): string {
  const described = error === undefined ? `${name}-hint` : `${name}-hint ${name}-error`;
  return html`<div class="field">
<label for="${name}">${label}</label>
<p class="hint" id="${name}-hint">${hint}</p>
<input id="${name}" name="${name}" !${KINDS[name]} required value="${value}" aria-describedby="${described}"!${error === undefined ? '' : ' aria-invalid="true"'}>
!${error === undefined ? '' : html`<p class="error" id="${name}-error" role="alert">${error}</p>`}
</div>`;
}

/** Says the same whoever asked. */
export function renderSent({ locale, path }: View): string {
  const texts = TEXTS[locale].leaving;
  const body = html`!${art('waiting')}<h1>${texts.sent_title}</h1>
<p role="status">${texts.sent_text}</p>
<p>${texts.sent_nothing}</p>
<p class="actions"><a class="button quiet" href="${path}?lang=${locale}">${texts.back}</a></p>`;
  return renderPage({ locale, title: texts.sent_title, body: sheet(body), path: CANCEL_PATHS[locale] });
}

export function renderDeadLink(locale: Locale): string {
  const texts = TEXTS[locale].leaving;
  const body = html`!${art('ended')}<h1>${texts.dead_title}</h1>
<p>${texts.dead_text}</p>
<p class="actions"><a class="button" href="${CANCEL_PATHS[locale]}">${texts.ask_again}</a></p>`;
  return renderPage({ locale, title: texts.dead_title, body: sheet(body) });
}

type LeaveView = View & { page: Extract<LeavePage, { kind: 'open' }>; just_ended?: UnsubscribePage | undefined };

/** All that runs under the address, each with its one button; what has ended is said kindly. */
export function renderLeavePage({ page, locale, path, just_ended }: LeaveView): string {
  const texts = TEXTS[locale].leaving;
  const running = page.subscriptions.filter(({ subscription }) => subscription.status !== 'ended');
  const ended = page.subscriptions.filter(({ subscription }) => subscription.status === 'ended');
  const head = html`<h1>${texts.list_title}</h1>
!${just_ended === undefined ? '' : html`<p class="good" role="status">${texts.done(just_ended.document_name)}</p>`}
<p class="lead">${running.length === 0 ? texts.none_running : texts.list_intro}</p>`;
  const body = html`!${head}
!${running.map((each) => sheet(html`!${about(each, locale)}!${endForm(each, { locale, path })}`))}
!${ended.map((each) => sheet(html`!${about(each, locale)}<p class="hint">${endedSentence(each.subscription, locale)}</p>`))}`;
  const is_test = page.subscriptions.some(({ subscription }) => subscription.mode === 'test');
  return renderPage({ locale, title: texts.list_title, body, path, is_test });
}

function about(each: UnsubscribePage, locale: Locale): string {
  const is_ended = each.subscription.status === 'ended';
  const code = codeSentence(each.subscription, { locale, ended: is_ended });
  return html`<h2>${each.document_name}!${is_ended ? html` <span class="badge">${TEXTS[locale].leaving.ended_badge}</span>` : ''}</h2>
!${subscriptionFacts(each, locale)}
!${code === undefined ? '' : html`<p>${code}</p>`}`;
}

/** The button's own name says which subscription it ends. */
function endForm({ subscription, document_name }: UnsubscribePage, { locale, path }: View): string {
  const texts = TEXTS[locale].unsubscribe;
  return html`<form method="post" action="${path}?lang=${locale}">
<input type="hidden" name="subscription" value="${subscription.id}">
<button type="submit">${texts.button}<span class="visually-hidden">: ${document_name}, ${subscription.reference}</span></button>
<p class="hint">${texts.button_hint}</p>
</form>`;
}
