import { html } from 'ghtml';
import type { DocumentView } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { answerBadge } from '../events/answer.ts';
import { EVENTS } from '../events/texts.ts';
import { badge, card, code, facts, type Tone, time } from '../kit/blocks.ts';
import { DOCUMENTS } from './texts.ts';

type Status = DocumentView['callbacks']['status'];

const TONES: Record<Status, Tone> = { none: 'quiet', active: 'good', failing: 'warn', disabled: 'bad' };

/** How a document's callbacks go, with a way to try the address and, where they were disabled, to have them sent again. */
export function callbackCard(visit: Visit, { id, callbacks, callback_url }: DocumentView): string {
  const { locale } = visit;
  const texts = DOCUMENTS[locale].callbacks;
  const { status, failing_since, disabled_at, disabled_reason, check } = callbacks;
  if (callback_url === null) return '';
  const act = (name: 'ping' | 'enable') =>
    html`<form method="post" action="/console/documents/${id}/${name}" data-once>!${csrfField(visit.session)}<button class="c-second">${texts[name]}</button></form>`;
  const stand = facts([
    { label: texts.status, value: badge(TONES[status], texts.statuses[status]) },
    failing_since ? { label: texts.failing_since, value: time(failing_since, locale) } : undefined,
    disabled_at ? { label: texts.disabled_at, value: time(disabled_at, locale) } : undefined,
    disabled_reason ? { label: texts.why, value: html`${texts.reasons[disabled_reason]}` } : undefined,
    check ? { label: texts.checked, value: time(new Date(check.checked_at), locale) } : undefined,
    check
      ? { label: texts.answer, value: html`!${answerBadge(check, EVENTS[locale].no_answer)} !${check.error ? code(check.error) : ''}` }
      : undefined,
  ]);
  return card(texts.title, html`!${stand}<div class="c-buttons">!${act('ping')}!${status === 'disabled' ? act('enable') : ''}</div>`);
}
