import { html } from 'ghtml';
import type { DiscrepancyRow } from '../../../db/entities/reconciliation.ts';
import { ISP_NAMES, ISPS } from '../../../domain/isps.ts';
import { DISCREPANCY_KINDS, type DiscrepancyDetails } from '../../../domain/reconciliation.ts';
import type { DiscrepancyFilterView } from '../../../usecases/oversight/types.ts';
import { amountText, momentMarkup } from '../formats.ts';
import { KINDS } from '../kinds.ts';
import { badge, type Frame, notice, renderOpsPage, tokenField } from '../layout.ts';
import { idLink } from '../links.ts';
import { cutNote, renderFacts, renderTable, text } from '../table.ts';

const NOTE = { min: 3, max: 1_000 };

type ListPage = { rows: DiscrepancyRow[]; listed_max: number; filter: DiscrepancyFilterView; now: Date; frame: Frame };

export function renderDiscrepancies({ rows, listed_max, filter, now, frame }: ListPage): string {
  const table = renderTable({
    caption: 'Discrepancies, the newest first',
    columns: ['What', 'Statement', 'About', 'Amounts', 'Opened', 'State'],
    rows: rows.map((row) => [
      html`<a href="/ops/discrepancies/${row.id}">${KINDS[row.kind].title}</a>!${KINDS[row.kind].is_owed && !row.resolved_at ? html`<br>${''}!${badge('owed to a buyer', 'bad')}` : ''}`,
      text(`${ISP_NAMES[row.isp]}, ${row.day}`),
      subjectOf(row),
      text(amounts(row.details)),
      momentMarkup(row.opened_at, now),
      state(row),
    ]),
    empty: filter.is_open ? 'Nothing is open: every statement agrees with our books as far as it was compared.' : 'There are none.',
  });
  const body = html`<h1>Discrepancies</h1>
<p class="lead">Where an ISP's statement of a day, our books and what merchants were told do not agree. Each says what it means and what to do.</p>
!${filterForm(filter)}
!${table}
!${cutNote({ shown: rows.length, read: rows.length, max: listed_max })}`;
  return renderOpsPage({ title: 'Discrepancies', body, path: '/ops/discrepancies', frame });
}

function filterForm({ isp, kind, is_open }: DiscrepancyFilterView): string {
  const option = (value: string, label: string, chosen: boolean) =>
    html`<option value="${value}" !${chosen ? 'selected' : ''}>${label}</option>`;
  return html`<form class="filter" action="/ops/discrepancies">
<label>ISP <select name="isp">!${option('', 'all', isp === undefined)}!${ISPS.map((name) => option(name, ISP_NAMES[name], name === isp))}</select></label>
<label>What <select name="kind">!${option('', 'all', kind === undefined)}!${DISCREPANCY_KINDS.map((name) => option(name, KINDS[name].title, name === kind))}</select></label>
<label>State <select name="state">!${option('open', 'open', is_open)}!${option('all', 'open and resolved', !is_open)}</select></label>
<button type="submit">Show</button>
</form>`;
}

function state({ resolved_at, resolution }: DiscrepancyRow): string {
  if (!resolved_at) return badge('open', 'warn');
  return badge(resolution === 'gone' ? 'gone by itself' : resolution === 'refunded' ? 'refunded' : 'resolved by hand', 'good');
}

function subjectOf({ details, subject }: DiscrepancyRow): string {
  const ours = details.refund ?? details.charge;
  return ours === undefined ? html`<span class="id">${subject}</span>` : idLink(ours);
}

function amounts({ our_amount, stated_amount }: DiscrepancyDetails): string {
  const told = (name: string, cents: number | undefined) => (cents === undefined ? [] : [`${name} ${amountText(BigInt(cents))}`]);
  return [...told('ours', our_amount), ...told('the ISP’s', stated_amount)].join(', ') || '–';
}

export type DetailPage = {
  row: DiscrepancyRow;
  now: Date;
  frame: Frame;
  /** What to say of the form that was just sent. */
  done?: 'resolved' | 'was_resolved' | undefined;
  wrong_note?: string | undefined;
};

export function renderDiscrepancy({ row, now, frame, done, wrong_note }: DetailPage): string {
  const kind = KINDS[row.kind];
  const body = html`<p class="back"><a href="/ops/discrepancies">All discrepancies</a></p>
<h1>${kind.title}</h1>
!${done === undefined ? '' : notice(done === 'resolved' ? 'Resolved, with your note.' : 'It was resolved before, and is left as it is.')}
<p>!${state(row)} !${kind.is_owed ? badge('money owed to a buyer', 'bad') : ''}</p>
<div class="sheet"><h2>What it means</h2><p>${kind.means}</p><h2>What to do</h2><p>${kind.todo}</p></div>
!${renderFacts([
    ['Id', html`<span class="id">${row.id}</span>`],
    ['Statement', text(`${ISP_NAMES[row.isp]}, ${row.day}`)],
    ['Opened', momentMarkup(row.opened_at, now)],
    ...detailFacts(row.details),
    ...(row.resolved_at ? ([['Resolved', momentMarkup(row.resolved_at, now)]] as const) : []),
    ...(row.note ? ([['Note', text(row.note)]] as const) : []),
  ])}
!${row.resolved_at ? '' : resolveForm(row.id, { frame, wrong_note })}`;
  return renderOpsPage({ title: kind.title, body, frame });
}

/** Ids and amounts; those of ours are links. */
function detailFacts(details: DiscrepancyDetails): [string, string][] {
  return Object.entries(details).map(([name, value]) => {
    const label = name.replaceAll('_', ' ');
    if (typeof value === 'number') return [label, text(amountText(BigInt(value)))];
    return [label, name === 'charge' || name === 'refund' ? idLink(value) : html`<span class="id">${value}</span>`];
  });
}

function resolveForm(id: string, { frame, wrong_note }: { frame: Frame; wrong_note: string | undefined }): string {
  const is_wrong = wrong_note !== undefined;
  return html`<form class="sheet" method="post" action="/ops/discrepancies/${id}/resolve">
<h2>Resolve</h2>
!${tokenField(frame)}
<label for="note">What was done about it</label>
<p class="quiet" id="note-hint">Between ${String(NOTE.min)} and ${String(NOTE.max)} characters; kept with it. No names, addresses or anything else about a buyer. Later runs leave it resolved.</p>
!${is_wrong ? html`<p class="notice bad" id="note-error" role="alert">Between ${String(NOTE.min)} and ${String(NOTE.max)} characters are needed.</p>` : ''}
<textarea id="note" name="note" rows="3" required minlength="${String(NOTE.min)}" maxlength="${String(NOTE.max)}" aria-describedby="note-hint!${is_wrong ? ' note-error' : ''}" !${is_wrong ? 'aria-invalid="true"' : ''}>${wrong_note ?? ''}</textarea>
<button type="submit">Resolve with this note</button>
</form>`;
}

/** What an operator may write about a resolution; undefined where it is too short or too long. */
export function noteIn(value: unknown): string | undefined {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed.length >= NOTE.min && trimmed.length <= NOTE.max ? trimmed : undefined;
}
