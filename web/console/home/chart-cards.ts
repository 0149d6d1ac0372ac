import { html } from 'ghtml';
import { dayBounds } from '../../../domain/statements.ts';
import type { Locale } from '../../../domain/subscriptions.ts';
import { card } from '../kit/blocks.ts';
import { countText, moneyText, shortDayText } from '../kit/format.ts';
import { barChart, lineChart } from './charts.ts';
import type { Bucket } from './figures.ts';
import { HOME } from './texts.ts';

/** A measure of the buckets: what it is called, how it is drawn, and how each value is said. */
type Measure = {
  title: string;
  /** Parts of one value, with their names where there are several. */
  parts: readonly { name: string; color: string; value: (bucket: Bucket) => bigint | number }[];
  say: (value: bigint | number) => string;
  is_line?: boolean;
};

/** A chart for each measure, and behind each the table of what it shows. */
export function chartCards(buckets: readonly Bucket[], locale: Locale): string[] {
  const texts = HOME[locale];
  const money = (value: bigint | number) => moneyText(BigInt(value), locale);
  const count = (value: bigint | number) => countText(Number(value), locale);
  const one = (name: string, color: string, value: (bucket: Bucket) => number) => [{ name, color, value }];
  const measures: Measure[] = [
    {
      title: texts.chart_taken,
      say: money,
      parts: [
        { name: texts.renewals, color: 'c-first', value: ({ renewals_cents }) => renewals_cents },
        { name: texts.sales, color: 'c-other', value: ({ sales_cents }) => sales_cents },
      ],
    },
    { title: texts.chart_active, say: count, is_line: true, parts: one(texts.active, 'c-first', ({ active }) => active) },
    { title: texts.chart_declines, say: count, parts: one(texts.declines, 'c-bad', ({ declines }) => declines) },
    { title: texts.chart_ended, say: count, parts: one(texts.ended, 'c-mute', ({ ended }) => ended) },
  ];
  return measures.map((measure) => chartCard(buckets, measure, locale));
}

function chartCard(buckets: readonly Bucket[], measure: Measure, locale: Locale): string {
  const texts = HOME[locale];
  const { title, parts, say } = measure;
  const totals = buckets.map((bucket) => parts.reduce((sum, { value }) => sum + BigInt(value(bucket)), 0n));
  const top = totals.reduce((most, value, index) => (value > (totals[most] ?? 0n) ? index : most), 0);
  const highest = totals[top] ?? 0n;
  const label =
    highest === 0n ? `${title}. ${texts.nothing}` : `${title}. ${texts.highest(say(highest), bucketText(buckets[top], locale))}`;
  const told = buckets.map((bucket, index) => `${bucketText(bucket, locale)}: ${say(totals[index] ?? 0n)}`);
  const drawn = measure.is_line
    ? lineChart({ label, values: totals.map(Number), told })
    : barChart({
        label,
        classes: parts.map(({ color }) => color),
        bars: buckets.map((bucket, index) => ({ parts: parts.map(({ value }) => Number(value(bucket))), told: told[index] ?? '' })),
      });
  const legend =
    parts.length === 1 ? '' : html`<p class="c-legend">!${parts.map(({ name, color }) => html`<span class="${color}">${name}</span>`)}</p>`;
  const days = html`<p class="c-days"><span>${bucketText(buckets[0], locale)}</span><span>${bucketText(buckets.at(-1), locale)}</span></p>`;
  const figure = html`<div class="c-figure"><p class="c-scale">${say(highest)}</p>!${drawn}!${days}</div>`;
  return card(title, html`!${legend}!${figure}!${tableBehind(buckets, measure, locale)}`);
}

function tableBehind(buckets: readonly Bucket[], { title, parts, say }: Measure, locale: Locale): string {
  const texts = HOME[locale];
  const rows = buckets.map(
    (bucket) =>
      html`<tr><th scope="row">${bucketText(bucket, locale)}</th>!${parts.map(({ value }) => html`<td>${say(value(bucket))}</td>`)}</tr>`,
  );
  return html`<details class="c-behind"><summary>${texts.figures}<span class="hidden"> – ${title}</span></summary>
<table><caption class="hidden">${title}</caption><thead><tr><th scope="col">${texts.day}</th>!${parts.map(
    ({ name }) => html`<th scope="col">${name}</th>`,
  )}</tr></thead><tbody>!${rows}</tbody></table></details>`;
}

/** `3 nov.`, or the days of a week. */
function bucketText(bucket: Bucket | undefined, locale: Locale): string {
  if (bucket === undefined) return '';
  const text = (day: string) => shortDayText(dayBounds(day).start, locale);
  const { first_day, last_day } = bucket;
  return first_day === last_day ? text(first_day) : HOME[locale].week_of(text(first_day), text(last_day));
}
