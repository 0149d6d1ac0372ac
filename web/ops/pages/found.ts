import { html } from 'ghtml';
import type { Fields, FoundView } from '../../../usecases/oversight/types.ts';
import { amountText, instantMarkup } from '../formats.ts';
import { badge, type Frame, renderOpsPage } from '../layout.ts';
import { idLink, type TemporalUi, workflowLink } from '../links.ts';
import { renderFacts, renderTable, text } from '../table.ts';

/** Ids that the look-up knows. */
const ID = /^(pur|sub|chg|ref|evt|mail|doc|mer|clk|chk)_\w{10,40}$/;

export function renderFound(found: FoundView, { frame, ui }: { frame: Frame; ui: TemporalUi }): string {
  const lists = found.lists.filter(({ rows }) => rows.length > 0).map(listSection);
  const body = html`<h1>!${badge(found.kind, 'calm')} <span class="id">${found.id}</span></h1>
!${found.workflow_id === null ? '' : html`<p>!${workflowLink(ui, found.workflow_id)}</p>`}
!${renderFacts(Object.entries(found.fields).map(([name, value]) => [labelOf(name), markupOf(name, value)]))}
!${lists}`;
  return renderOpsPage({ title: found.id, body, frame });
}

function listSection({ title, rows }: FoundView['lists'][number]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const table = renderTable({
    caption: title,
    columns: names.map(labelOf),
    rows: rows.map((row) => names.map((name) => markupOf(name, row[name]))),
    empty: '',
  });
  return html`<section><h2>${title}</h2>!${table}</section>`;
}

/** `amount_cents` is an amount, `ended_at` an instant: the name says enough without its unit. */
function labelOf(name: string): string {
  return name.replace(/_(cents|at|id)$/, '').replaceAll('_', ' ');
}

function markupOf(name: string, value: Fields[string]): string {
  if (value === null || value === undefined || value === '') return text('–');
  if (value instanceof Date) return instantMarkup(value);
  if (typeof value === 'bigint') return text(name.endsWith('_cents') ? amountText(value) : String(value));
  if (typeof value === 'string' && ID.test(value)) return idLink(value);
  return html`<span class="value">${String(value)}</span>`;
}

export function renderNotFound(name: string, frame: Frame): string {
  const body = html`<h1>Nothing found</h1>
<p>Nothing has the id or reference <span class="id">${name}</span>.</p>
<p class="quiet">Known are ids of purchases, subscriptions, charges, refunds, events, letters, documents, merchants, checkouts and test clocks, the reference on a buyer's invoice,
and an ISP's own id of a payment, refund or mandate.</p>`;
  return renderOpsPage({ title: 'Nothing found', body, frame });
}
