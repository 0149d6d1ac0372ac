import { html } from 'ghtml';
import type { Locale } from '../../../domain/subscriptions.ts';
import { COMMON } from '../texts/common.ts';

export type Column = { label: string; is_number?: boolean };

/** `rows` hold markup, one cell for each column; the first is what the row is about. */
export type Table = { caption: string; columns: readonly Column[]; rows: readonly (readonly string[])[]; empty?: string };

/** A table that a phone shows as a list of cards. The roles keep it a table there too. */
export function dataTable({ caption, columns, rows, empty = '' }: Table): string {
  if (rows.length === 0) return html`<p class="c-empty">${empty}</p>`;
  const head = columns.map(
    ({ label, is_number }) => html`<th scope="col" role="columnheader"!${is_number ? ' class="num"' : ''}>${label}</th>`,
  );
  return html`<table class="c-table" role="table">
<caption class="hidden">${caption}</caption>
<thead role="rowgroup"><tr role="row">!${head}</tr></thead>
<tbody role="rowgroup">
!${rows.map((row) => tableRow(row, columns)).join('\n')}
</tbody></table>`;
}

function tableRow(cells: readonly string[], columns: readonly Column[]): string {
  return html`<tr role="row">!${cells.map((cell, index) => {
    const { label = '', is_number = false } = columns[index] ?? {};
    const attributes = html`data-label="${label}"!${is_number ? ' class="num"' : ''}`;
    return index === 0
      ? html`<th scope="row" role="rowheader" !${attributes}>!${cell}</th>`
      : html`<td role="cell" !${attributes}>!${cell}</td>`;
  })}</tr>`;
}

export type Pager = {
  locale: Locale;
  path: string;
  query: Readonly<Record<string, string>>;
  last_id: string | undefined;
  has_more: boolean;
};

/** Links to the page after this one, and back to the first. */
export function pager({ locale, path, query, last_id, has_more }: Pager): string {
  const { after, ...filter } = query;
  const address = (more: Record<string, string>) => {
    const parameters = new URLSearchParams({ ...filter, ...more });
    return parameters.size === 0 ? path : `${path}?${parameters}`;
  };
  const newest = after === undefined ? '' : html`<a class="button c-second" href="${address({})}">${COMMON[locale].newest}</a>`;
  const older =
    has_more && last_id !== undefined
      ? html`<a class="button c-second" href="${address({ after: last_id })}">${COMMON[locale].older}</a>`
      : '';
  return newest === '' && older === '' ? '' : html`<p class="c-pager">!${newest}!${older}</p>`;
}
