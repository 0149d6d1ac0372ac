import { html } from 'ghtml';
import { parisText } from '../../../domain/calendar.ts';
import type { Listing, TestClockView } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { badge, card, code, facts, link, time } from '../kit/blocks.ts';
import { textField } from '../kit/fields.ts';
import { instantText } from '../kit/format.ts';
import { dataTable, pager } from '../kit/table.ts';
import { CLOCKS } from './texts.ts';

export const CLOCKS_PATH = '/console/test-clocks';

/** How far one click goes. */
export const STEPS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Step = (typeof STEPS)[number];

export function renderClocks(
  visit: Visit,
  { clocks, id, wrong = false }: { clocks: Listing<TestClockView>; id: string; wrong?: boolean },
): string {
  const { locale, query, session } = visit;
  const texts = CLOCKS[locale];
  const { columns } = texts;
  const table = dataTable({
    caption: texts.title,
    columns: [{ label: columns.id }, { label: columns.now }, { label: columns.status }, { label: columns.created }],
    empty: texts.empty,
    rows: clocks.data.map((clock) => [
      link(`${CLOCKS_PATH}/${clock.id}`, clock.id),
      time(clock.now, locale),
      clockBadge(clock, locale),
      time(clock.created_at, locale),
    ]),
  });
  const form = html`<form method="post" action="${CLOCKS_PATH}" data-once>!${csrfField(session)}<input type="hidden" name="id" value="${id}">
!${textField({ name: 'now', type: 'datetime-local', label: texts.create_at, hint: texts.create_hint, error: wrong ? texts.instant_wrong : undefined })}
<button>${texts.create_button}</button></form>`;
  return html`<p class="c-intro">${texts.intro}</p><div class="c-columns"><div>!${table}
!${pager({ locale, path: CLOCKS_PATH, query, last_id: clocks.data.at(-1)?.id, has_more: clocks.has_more })}</div>
<div class="c-beside">!${card(texts.create, form)}</div></div>`;
}

export function clockBadge({ status }: TestClockView, locale: Visit['locale']): string {
  return badge(status === 'ready' ? 'good' : 'warn', CLOCKS[locale].status[status]);
}

export type ClockPage = { clock: TestClockView; wrong?: boolean; to?: string };

/** One clock: where it stands, how to advance it, and how far it has come. */
export function renderClock(visit: Visit, page: ClockPage): string {
  const { locale } = visit;
  const texts = CLOCKS[locale];
  const { clock } = page;
  const now = facts([
    { label: texts.now, value: html`<strong data-clock-now>${instantText(clock.now, locale)}</strong>` },
    { label: texts.columns.status, value: clockBadge(clock, locale) },
    { label: texts.columns.created, value: time(clock.created_at, locale) },
  ]);
  const control =
    clock.status === 'advancing' ? card(texts.arriving, arriving(visit, clock)) : card(texts.advance, advanceForm(visit, page));
  const use = html`<p>${texts.use_text}</p><p class="c-copy">!${code(clock.id)}</p>`;
  return html`<div class="c-columns"><div>!${card(texts.detail_title, now)}!${control}</div><div class="c-beside">!${card(texts.use, use)}</div></div>`;
}

function arriving({ locale }: Visit, { id }: TestClockView): string {
  const texts = CLOCKS[locale];
  return html`<div data-progress="${CLOCKS_PATH}/${id}/progress"><progress aria-label="${texts.arriving}"></progress>
<p role="status">${texts.arriving_text}</p></div>
<p><a class="button c-second" href="${CLOCKS_PATH}/${id}">${texts.reload}</a></p>`;
}

function advanceForm({ locale, session }: Visit, { clock, wrong = false, to }: ClockPage): string {
  const texts = CLOCKS[locale];
  const action = `${CLOCKS_PATH}/${clock.id}/advance`;
  // Where the clock stood when the button was drawn: a second click asks for the same instant, and so for the same advance.
  const from = html`<input type="hidden" name="from" value="${clock.now.toISOString()}">`;
  const steps = STEPS.map((step) => html`<button class="c-second" name="step" value="${step}">${texts.steps[step]}</button>`);
  return html`<p>${texts.advance_text}</p>
<form method="post" action="${action}" data-once>!${csrfField(session)}!${from}<p class="c-buttons">!${steps}</p></form>
<form method="post" action="${action}" data-once>!${csrfField(session)}
!${textField({
    name: 'to',
    type: 'datetime-local',
    label: texts.to,
    hint: texts.to_hint,
    value: to ?? parisText(clock.now),
    error: wrong ? texts.instant_wrong : undefined,
    is_required: true,
  })}
<button>${texts.advance_button}</button></form>`;
}
