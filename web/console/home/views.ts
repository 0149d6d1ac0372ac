import { html } from 'ghtml';
import { ISP_NAMES } from '../../../domain/isps.ts';
import type { DayReport } from '../../../domain/reports.ts';
import type { Visit } from '../area.ts';
import { card } from '../kit/blocks.ts';
import { selectField, textField } from '../kit/fields.ts';
import { countText, moneyText, percentText } from '../kit/format.ts';
import { dataTable } from '../kit/table.ts';
import { chartCards } from './chart-cards.ts';
import { bucketsOf, byIsp, changePercent, type Summary, summaryOf } from './figures.ts';
import { HOME } from './texts.ts';

export const PERIODS_SHOWN = [7, 30, 90] as const;
export type PeriodShown = (typeof PERIODS_SHOWN)[number];

/** `before` are as many days before those that are shown; none where the report doesn't reach so far. */
export type Glance = { days: PeriodShown; until: string; shown: DayReport[]; before: DayReport[] };

/** How the last days went: what matters in large figures, then how it came about. */
export function renderGlance({ locale }: Visit, glance: Glance): string {
  const buckets = bucketsOf(glance.shown);
  return html`!${periodForm(glance, locale)}
<div class="c-tiles">!${tiles(glance, locale)}</div>
<div class="c-charts">!${chartCards(buckets, locale)}</div>
!${card(HOME[locale].by_isp, ispTable(glance.shown, locale))}`;
}

function periodForm({ days, until }: Glance, locale: Visit['locale']): string {
  const texts = HOME[locale];
  const choices = PERIODS_SHOWN.map((period) => ({ value: String(period), label: texts.periods[period] }));
  return html`<form class="c-filter c-slim" method="get" action="/console">
!${selectField({ name: 'days', label: texts.period, value: String(days), choices })}
!${textField({ name: 'until', type: 'date', label: texts.until, value: until })}
<p class="c-filter-end"><button class="c-second">${texts.show}</button></p></form>`;
}

function tiles({ days, shown, before }: Glance, locale: Visit['locale']): string[] {
  const texts = HOME[locale];
  const today = summaryOf(shown.slice(-1));
  const now = summaryOf(shown);
  const change = before.length === 0 ? undefined : changePercent(now.taken_cents, summaryOf(before).taken_cents);
  const sign = (change ?? 0) > 0 ? '+' : '';
  const count = (value: number) => countText(value, locale);
  return [
    tile(texts.today, moneyText(today.taken_cents, locale), texts.payments(count(today.payments))),
    tile(
      texts.taken_in(days),
      moneyText(now.taken_cents, locale),
      change === undefined ? texts.payments(count(now.payments)) : texts.against(`${sign}${percentText(change / 100, locale)}`),
    ),
    tile(texts.active, count(now.active), texts.moves(count(now.new_subscriptions), count(now.ended))),
    tile(texts.churn, now.churn === null ? '–' : percentText(now.churn, locale), texts.churn_text),
    tile(texts.declines, count(now.declines), declineText(now, locale)),
    tile(texts.refunds, moneyText(now.refunded_cents, locale), texts.refund_count(count(now.refunds))),
  ];
}

function declineText({ main_decline }: Summary, locale: Visit['locale']): string {
  const texts = HOME[locale];
  return main_decline === undefined ? texts.no_declines : texts.main_decline(texts.reason(main_decline));
}

function tile(name: string, value: string, more: string): string {
  return html`<div class="c-tile"><h2>${name}</h2><p class="c-value">${value}</p><p class="quiet">${more}</p></div>`;
}

function ispTable(days: readonly DayReport[], locale: Visit['locale']): string {
  const texts = HOME[locale];
  return dataTable({
    caption: texts.by_isp,
    columns: [
      { label: texts.isp },
      { label: texts.taken, is_number: true },
      { label: texts.payments_name, is_number: true },
      { label: texts.active, is_number: true },
      { label: texts.declines, is_number: true },
    ],
    rows: byIsp(days).map(({ isp, taken_cents, payments, active, declines }) => [
      ISP_NAMES[isp],
      moneyText(taken_cents, locale),
      countText(payments, locale),
      countText(active, locale),
      countText(declines, locale),
    ]),
  });
}
