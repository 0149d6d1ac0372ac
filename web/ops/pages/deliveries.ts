import { html } from 'ghtml';
import { ISP_NAMES } from '../../../domain/isps.ts';
import type { DeliveriesView, EndpointView, FailedLetterView, OverdueView } from '../../../usecases/oversight/types.ts';
import { counted, instantMarkup, momentMarkup, relativeText } from '../formats.ts';
import { badge, type Frame, notice, renderOpsPage, type Tone, tokenField } from '../layout.ts';
import { idLink, type TemporalUi, workflowLink } from '../links.ts';
import { cutNote, renderTable, text } from '../table.ts';

export type DeliveriesPage = {
  view: DeliveriesView;
  now: Date;
  frame: Frame;
  ui: TemporalUi;
  /** How many letters the form that was just sent queued. */
  queued?: number | undefined;
};

/** Of each list: five lists on one page, which is to stay small. */
const SHOWN_MAX = 10;

export function renderDeliveries({ view, now, frame, ui, queued }: DeliveriesPage): string {
  const { undispatched, listed_max } = view;
  const cut = (rows: readonly unknown[]) => cutNote({ shown: SHOWN_MAX, read: rows.length, max: listed_max });
  const nobody = undispatched.documents + undispatched.letters > 0;
  const body = html`<h1>Deliveries</h1>
<p class="lead">What should have reached a merchant's server, a buyer, an ISP or its own workflow, and has not.</p>
!${queued === undefined ? '' : queuedNotice(queued)}
!${
    nobody
      ? html`<p class="notice bad">No dispatcher runs: callbacks of ${counted(undispatched.documents, 'document')} and ${counted(undispatched.letters, 'letter')} have been due for more than two minutes. Look at the workers.</p>`
      : ''
  }
<section aria-labelledby="endpoints"><h2 id="endpoints">Callbacks that do not arrive</h2>
!${endpoints(view.endpoints.slice(0, SHOWN_MAX), { now, ui })}
!${cut(view.endpoints)}</section>
<section aria-labelledby="silenced"><h2 id="silenced">Documents without callbacks</h2>
!${silencedTable(view, now)}
!${cut(view.silenced)}</section>
<section aria-labelledby="letters"><h2 id="letters">Letters that were given up</h2>
!${letters(view.letters, frame)}
!${cut(view.letters)}</section>
<section aria-labelledby="ends"><h2 id="ends">Ends that an ISP has not confirmed</h2>
!${ends(view, { now, ui })}
!${cut(view.ends)}</section>
<section aria-labelledby="overdue"><h2 id="overdue">Overdue by the rows</h2>
<p class="quiet">What is due for two hours is begun anew from its rows by itself. What stays here has an ISP that takes no calls, or no worker.</p>
!${overdueTable(view.overdue.slice(0, SHOWN_MAX), { now, ui })}
!${cut(view.overdue)}</section>`;
  return renderOpsPage({ title: 'Deliveries', body, path: '/ops/deliveries', frame });
}

function queuedNotice(count: number): string {
  return count === 0
    ? notice('No letter was queued: none is left that may work next time.', 'warn')
    : notice(`${counted(count, 'letter')} queued again.`);
}

type Moment = { now: Date; ui: TemporalUi };

function endpoints(rows: readonly EndpointView[], { now, ui }: Moment): string {
  return renderTable({
    caption: 'Endpoints with callbacks that are retried or were given up',
    columns: ['Endpoint', 'Merchant', 'Retrying', 'Given up', 'Oldest', 'Last answer', 'Newest event', 'Temporal'],
    rows: rows.map((row) => [
      html`<span class="id">${row.address}</span>`,
      html`!${idLink(row.merchant)}!${row.mode === 'test' ? html` <span class="quiet">test</span>` : ''}`,
      text(row.retrying),
      text(row.failed),
      momentMarkup(row.oldest_at, now),
      html`!${lastAnswer(row.last, now)}!${probeNote(row, now)}`,
      idLink(row.newest_event),
      row.retrying > 0 ? workflowLink(ui, row.newest_event) : text('–'),
    ]),
    empty: 'All callbacks have arrived, or nobody asked for them.',
  });
}

function probeNote({ failures_in_row, probe_at }: EndpointView, now: Date): string {
  if (failures_in_row === 0) return '';
  const turn = probe_at === null ? '' : `; one is tried ${relativeText(probe_at, now)}, the others wait`;
  return html`<br><span class="quiet">${counted(failures_in_row, 'failure')} in a row${turn}</span>`;
}

function lastAnswer(last: EndpointView['last'], now: Date): string {
  if (last === null) return text('not tried yet');
  const said =
    last.status === null ? badge(last.error ?? 'no answer', 'bad') : badge(`HTTP ${last.status}`, last.status < 300 ? 'good' : 'bad');
  return html`!${said} !${momentMarkup(last.at, now)}`;
}

function silencedTable({ silenced }: DeliveriesView, now: Date): string {
  return renderTable({
    caption: 'Documents whose callbacks are switched off',
    columns: ['Document', 'Merchant', 'Since', 'Why'],
    rows: silenced
      .slice(0, SHOWN_MAX)
      .map(({ document, merchant, since, reason }) => [
        idLink(document),
        idLink(merchant),
        momentMarkup(since, now),
        text(reason === 'failing' ? 'it failed for days' : 'it answered 410'),
      ]),
    empty: 'None is switched off.',
  });
}

const OUTLOOKS: Record<FailedLetterView['outlook'], [text: string, tone: Tone]> = {
  retryable: ['may work next time', 'warn'],
  refused: ['refused for good', 'bad'],
  erased: ['buyer erased', 'calm'],
};

function letters(rows: readonly FailedLetterView[], frame: Frame): string {
  const table = renderTable({
    caption: 'Letters to buyers that were given up, the newest first',
    columns: ['Letter', 'About', 'Of', 'Tries', 'Why', 'Again'],
    rows: rows
      .slice(0, SHOWN_MAX)
      .map(({ id, kind, subject, occurred_at, attempts, error, outlook }) => [
        html`${kind.replaceAll('_', ' ')}<br>!${idLink(id)}`,
        idLink(subject),
        instantMarkup(occurred_at),
        text(attempts),
        html`!${badge(...OUTLOOKS[outlook])}<br><span class="id">${error ?? ''}</span>`,
        outlook === 'erased' ? text('–') : queueForm(`/ops/letters/${id}/queue`, { frame, label: 'Queue again', about: id }),
      ]),
    empty: 'None: every letter was taken by the mail server, or still will be.',
  });
  const any = rows.some(({ outlook }) => outlook === 'retryable');
  const all = any ? queueForm('/ops/letters/queue', { frame, label: 'Queue all that may work next time', about: '' }) : '';
  return html`!${table}!${all}`;
}

function queueForm(action: string, { frame, label, about }: { frame: Frame; label: string; about: string }): string {
  const whose = about === '' ? '' : html`<span class="unseen"> ${about}</span>`;
  return html`<form method="post" action="${action}">!${tokenField(frame)}<button type="submit" class="plain">${label}!${whose}</button></form>`;
}

function ends({ ends: rows }: DeliveriesView, { now, ui }: Moment): string {
  return renderTable({
    caption: 'Subscriptions that ended and whose mandate is not cancelled at the ISP',
    columns: ['Subscription', 'ISP', 'Ended', 'Why', 'Temporal'],
    rows: rows
      .slice(0, SHOWN_MAX)
      .map(({ id, isp, ended_at, end_reason }) => [
        idLink(id),
        text(ISP_NAMES[isp]),
        momentMarkup(ended_at, now),
        text(end_reason.replaceAll('_', ' ')),
        workflowLink(ui, id),
      ]),
    empty: 'None: every ended subscription has its mandate cancelled, or has ended within five minutes.',
  });
}

const OVERDUE: Record<OverdueView['kind'], string> = {
  subscription: 'renewal not charged',
  charge: 'charge that nobody looked at',
  refund: 'refund that nobody looked at',
  unstarted: 'sale that was not started',
};

function overdueTable(rows: readonly OverdueView[], { now, ui }: Moment): string {
  return renderTable({
    caption: 'What is due for long, the oldest first',
    columns: ['What', 'Id', 'ISP', 'Due', 'Temporal'],
    rows: rows.map(({ kind, id, isp, due_at }) => [
      text(OVERDUE[kind]),
      idLink(id),
      text(ISP_NAMES[isp]),
      momentMarkup(due_at, now),
      kind === 'charge' ? text('–') : workflowLink(ui, id),
    ]),
    empty: 'Nothing is overdue.',
  });
}
