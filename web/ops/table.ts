import { html } from 'ghtml';

export type Table = {
  /** Says what the rows are; for those who can't see the heading above. */
  caption: string;
  columns: readonly string[];
  /** Markup, one cell per column. */
  rows: readonly (readonly string[])[];
  /** Said instead of a table without rows. */
  empty: string;
};

/**
 * A table that a phone shows as one card a row, each cell under its column's name. The roles keep it a table for those who hear it: browsers
 * forget that once its display changes.
 */
export function renderTable({ caption, columns, rows, empty }: Table): string {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  const heads = columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`);
  const lines = rows.map((cells) => {
    const marked = cells.map((cell, index) => html`<td role="cell" data-column="${columns[index] ?? ''}"><div>!${cell}</div></td>`);
    return html`<tr role="row">!${marked}</tr>`;
  });
  return html`<table role="table">
<caption class="unseen">${caption}</caption>
<thead role="rowgroup"><tr role="row">!${heads}</tr></thead>
<tbody role="rowgroup">!${lines}</tbody>
</table>`;
}

/** Facts of one thing, `label: value`; values are markup. */
export function renderFacts(facts: readonly (readonly [label: string, value: string])[]): string {
  const rows = facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>!${value}</dd></div>`);
  return html`<dl class="facts">!${rows}</dl>`;
}

export const text = (value: string | number): string => html`${String(value)}`;

/** Said below a list that was cut. `max` is how many were read at most. */
export function cutNote({ shown, read, max }: { shown: number; read: number; max: number }): string {
  if (read <= shown && read < max) return '';
  return html`<p class="quiet">Shown are the first ${String(Math.min(shown, read))} of ${String(read)}!${read < max ? '' : ' or more'}.</p>`;
}
