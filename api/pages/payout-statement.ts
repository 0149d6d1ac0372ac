import { html } from 'ghtml';
import { ZONE } from '../../domain/calendar.ts';
import { ISP_NAMES, ISPS } from '../../domain/isps.ts';
import { type Cents, decimalText } from '../../domain/money.ts';
import { type Parts, type PayoutStatement, type PayoutStatementLine, sumOfParts } from '../../domain/payouts.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import { renderPage } from '../docs/layout.ts';
import { PAYOUT_TEXTS, type PayoutTexts } from './payout-texts.ts';

/** A statement as a page to print, for whoever may see it: the API's callers, and people who are signed in. Every value is escaped. */
export function renderPayout(statement: PayoutStatement, locale: Locale): string {
  const texts = PAYOUT_TEXTS[locale];
  const forms = formsOf(locale);
  const title = `${texts.title}, ${forms.month(statement.month)}`;
  const body = html`<h1>${title}</h1>
!${statement.mode === 'live' ? '' : html`<p class="marked">${texts.test}</p>`}
!${facts(texts.title, [
    [texts.merchant, `${statement.merchant_name} (${statement.merchant_id})`],
    [texts.statement, statement.id],
    [texts.number, String(statement.number)],
    [texts.month, forms.month(statement.month)],
    [texts.made, forms.day(statement.created_at)],
  ])}
<h2>${texts.sums}</h2>
!${sums(statement, { texts, forms })}
<h2>${texts.lines}</h2>
!${lines(statement, { texts, forms })}
<p>${texts.explanation}</p>
<h2>${texts.settled}</h2>
!${settlements(statement, { texts, forms })}`;
  return renderPage(title, body, locale);
}

type Forms = ReturnType<typeof formsOf>;
type Words = { texts: PayoutTexts; forms: Forms };

/** How people of a language read amounts, shares and days; the days are those of Paris. */
function formsOf(locale: Locale) {
  const language = { fr: 'fr-FR', en: 'en-IE' }[locale];
  const amount = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: ZONE });
  const month = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return {
    // A decimal text is read exactly, whatever its size.
    amount: (cents: Cents) => amount.format(decimalText(cents) as `${number}`),
    share: (basis_points: number) => percent.format(basis_points / 10_000),
    day: (instant: Date) => day.format(instant),
    month: (text: string) => month.format(new Date(`${text}-01T00:00:00Z`)),
  };
}

/** A table that is wider than a phone is moved in its own region, by keys too, and not with the page. */
function region(label: string, table: string): string {
  return html`<div class="wide" tabindex="0" role="group" aria-label="${label}">!${table}</div>`;
}

function facts(caption: string, rows: [label: string, value: string][]): string {
  return html`<table aria-label="${caption}">!${rows.map(([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</table>`;
}

function sums(statement: PayoutStatement, { texts, forms }: Words): string {
  const row = (label: string, cents: Cents, mark = '') =>
    html`<tr class="${mark}"><th scope="row">${label}</th><td>${forms.amount(cents)}</td></tr>`;
  return html`<table class="amounts" aria-label="${texts.sums}">
!${row(texts.carried_in, statement.carried_in_cents)}
!${row(texts.earned, statement.earned_cents)}
!${row(texts.paid_out, statement.payout_cents, 'sum')}
!${row(texts.carried_out, statement.carried_out_cents)}
!${row(texts.minimum, statement.minimum_cents)}
</table>`;
}

function lines({ lines: all }: PayoutStatement, words: Words): string {
  const { texts } = words;
  if (all.length === 0) return html`<p>${texts.none}</p>`;
  const of_isps = ISPS.map((isp) => ({ name: ISP_NAMES[isp], lines: all.filter((line) => line.isp === isp) })).filter(
    (each) => each.lines.length > 0,
  );
  return region(
    texts.lines,
    html`<table class="amounts">
<thead><tr>!${texts.lines_head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
!${of_isps.map(
      (each) => html`<tbody>
!${each.lines.map((line) => lineRow(line, words))}
!${sumRow(each.name, sumOfParts(each.lines), words)}
</tbody>`,
    )}
<tbody>!${sumRow(texts.total, sumOfParts(all), words)}</tbody>
</table>`,
  );
}

function lineRow(line: PayoutStatementLine, { texts, forms }: Words): string {
  const sold = line.period === null ? texts.one_shot : texts.periods[line.period];
  const { merchant_share_bp, isp_fee_bp } = line.grid_row;
  const grid = `${forms.share(merchant_share_bp)} / ${forms.share(isp_fee_bp)}`;
  return html`<tr><th scope="row">${ISP_NAMES[line.isp]}, ${texts.kinds[line.kind].toLowerCase()}, ${sold}</th><td>${grid}</td><td>${forms.amount(line.price_cents)}</td><td>${line.count}</td>!${partCells(line, forms)}</tr>`;
}

const sumRow = (name: string, parts: Parts, { forms }: Words) =>
  html`<tr class="sum"><th scope="row">${name}</th><td></td><td></td><td></td>!${partCells(parts, forms)}</tr>`;

function partCells({ gross_cents, vat_cents, isp_fee_cents, platform_cents, merchant_cents }: Parts, forms: Forms): string {
  const cells = [gross_cents, vat_cents, isp_fee_cents, platform_cents, merchant_cents];
  return cells.map((cents) => html`<td>${forms.amount(cents)}</td>`).join('');
}

function settlements({ settlements: all }: PayoutStatement, { texts, forms }: Words): string {
  const rows = all.map(
    ({ isp, settlement_days, settled_before }) =>
      html`<tr><th scope="row">${ISP_NAMES[isp]}</th><td>${texts.days(settlement_days)}</td><td>${forms.day(settled_before)}</td></tr>`,
  );
  return region(
    texts.settled,
    html`<table class="amounts"><thead><tr>!${texts.settled_head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>!${rows}</tbody></table>`,
  );
}
