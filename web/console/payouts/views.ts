import { html } from 'ghtml';
import { ISP_NAMES } from '../../../domain/isps.ts';
import { type PayoutStatement, type PayoutStatementLine, type PayoutSummary, payoutStatus } from '../../../domain/payouts.ts';
import type { BalanceView } from '../../../usecases/payout-types.ts';
import type { Listing } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { badge, card, code, facts, link, time } from '../kit/blocks.ts';
import { textField } from '../kit/fields.ts';
import { moneyText, monthText } from '../kit/format.ts';
import { dataTable, pager } from '../kit/table.ts';
import { WORDS } from '../texts/words.ts';
import { PAYOUTS } from './texts.ts';

export const PAYOUTS_PATH = '/console/payouts';

/** `id` names the statement that the form makes. */
export type PayoutsPage = { balance: BalanceView; payouts: Listing<PayoutSummary>; id: string; wrong_month?: string };

/** What is owed at this moment, and what was paid month by month. */
export function renderPayouts(visit: Visit, page: PayoutsPage): string {
  const { locale, scope } = visit;
  const texts = PAYOUTS[locale];
  const make = scope.mode === 'test' ? card(texts.make, makeForm(visit, page)) : '';
  return html`<p class="c-intro">${texts.intro}</p>
<h2>${texts.balance}</h2>
<div class="c-tiles">!${tiles(page.balance, locale)}</div>
<div class="c-columns"><div>!${card(texts.statements, statementTable(visit, page.payouts))}
!${card(texts.by_isp, ispTable(page.balance, locale))}</div><div class="c-beside">!${make}</div></div>`;
}

function tiles({ pending_cents, available_cents, carried_forward_cents }: BalanceView, locale: Visit['locale']): string[] {
  const texts = PAYOUTS[locale];
  const tile = (name: string, amount_cents: bigint, text: string) =>
    html`<div class="c-tile"><h3>${name}</h3><p class="c-value">${moneyText(amount_cents, locale)}</p><p class="quiet">${text}</p></div>`;
  return [
    tile(texts.available, available_cents, texts.available_text),
    tile(texts.pending, pending_cents, texts.pending_text),
    tile(texts.carried, carried_forward_cents, texts.carried_text),
  ];
}

function ispTable({ isps }: BalanceView, locale: Visit['locale']): string {
  const { by_isp, isp_columns: columns, days } = PAYOUTS[locale];
  return dataTable({
    caption: by_isp,
    columns: [
      { label: columns.isp },
      { label: columns.days },
      { label: columns.pending, is_number: true },
      { label: columns.available, is_number: true },
    ],
    rows: isps.map(({ isp, settlement_days, pending_cents, available_cents }) => [
      ISP_NAMES[isp],
      days(settlement_days),
      moneyText(pending_cents, locale),
      moneyText(available_cents, locale),
    ]),
  });
}

function statementTable({ locale, query }: Visit, { data, has_more }: Listing<PayoutSummary>): string {
  const { statements, columns, empty } = PAYOUTS[locale];
  const table = dataTable({
    caption: statements,
    columns: [
      { label: columns.month },
      { label: columns.earned, is_number: true },
      { label: columns.paid, is_number: true },
      { label: columns.carried, is_number: true },
      { label: columns.status },
    ],
    empty,
    rows: data.map((payout) => [
      link(`${PAYOUTS_PATH}/${payout.id}`, monthText(payout.month, locale)),
      moneyText(payout.earned_cents, locale),
      moneyText(payout.payout_cents, locale),
      moneyText(payout.carried_out_cents, locale),
      payoutBadge(payout, locale),
    ]),
  });
  return html`!${table}!${pager({ locale, path: PAYOUTS_PATH, query, last_id: data.at(-1)?.id, has_more })}`;
}

export function payoutBadge(payout: PayoutSummary, locale: Visit['locale']): string {
  const status = payoutStatus(payout);
  return badge(status === 'paid_out' ? 'good' : 'info', PAYOUTS[locale].status[status]);
}

function makeForm({ locale, session }: Visit, { id, wrong_month }: PayoutsPage): string {
  const texts = PAYOUTS[locale];
  const error = wrong_month === undefined ? undefined : texts.make_wrong;
  return html`<p>${texts.make_text}</p>
<form method="post" action="${PAYOUTS_PATH}" data-once>!${csrfField(session)}<input type="hidden" name="id" value="${id}">
!${textField({ name: 'month', label: texts.make_month, value: wrong_month, error, is_required: true, length_max: 7 })}
<button>${texts.make_button}</button></form>`;
}

/** One statement: its sums, and the lines that they are the sums of. */
export function renderStatement({ locale }: Visit, statement: PayoutStatement): string {
  const texts = PAYOUTS[locale];
  const names = texts.sum_names;
  const money = (label: string, amount_cents: bigint) => ({ label, value: moneyText(amount_cents, locale) });
  const sums = facts([
    money(names.carried_in, statement.carried_in_cents),
    money(names.earned, statement.earned_cents),
    { label: names.paid, value: html`<strong>${moneyText(statement.payout_cents, locale)}</strong>` },
    money(names.carried_out, statement.carried_out_cents),
    money(names.minimum, statement.minimum_cents),
    { label: names.made, value: time(statement.created_at, locale) },
    { label: names.id, value: code(statement.id) },
  ]);
  return html`!${card(texts.sums, sums)}!${card(texts.lines, lineTable(statement.lines, locale))}`;
}

export function statementLinks({ locale }: Visit, { id }: PayoutStatement): string {
  const { csv, print } = PAYOUTS[locale];
  return html`<a class="button c-second" href="${PAYOUTS_PATH}/${id}/csv" download="${id}.csv">${csv}</a>
<a class="button c-second" href="${PAYOUTS_PATH}/${id}/print">${print}</a>`;
}

function lineTable(lines: readonly PayoutStatementLine[], locale: Visit['locale']): string {
  const { lines: caption, line_columns: columns, kinds, single, no_lines } = PAYOUTS[locale];
  const money = (amount_cents: bigint) => moneyText(amount_cents, locale);
  return dataTable({
    caption,
    columns: [
      { label: columns.kind },
      { label: columns.isp },
      { label: columns.what },
      { label: columns.price, is_number: true },
      ...[columns.count, columns.gross, columns.vat, columns.fee, columns.platform, columns.share].map((label) => ({
        label,
        is_number: true,
      })),
    ],
    empty: no_lines,
    rows: lines.map((line) => [
      html`${kinds[line.kind]}`,
      ISP_NAMES[line.isp],
      html`${line.period === null ? single : WORDS[locale].period[line.period]}`,
      money(line.price_cents),
      String(line.count),
      money(line.gross_cents),
      money(line.vat_cents),
      money(line.isp_fee_cents),
      money(line.platform_cents),
      html`<strong>${money(line.merchant_cents)}</strong>`,
    ]),
  });
}
