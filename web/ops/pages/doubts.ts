import { html } from 'ghtml';
import { ESCALATE_AFTER_MS } from '../../../domain/doubts.ts';
import { ISP_NAMES } from '../../../domain/isps.ts';
import type { DoubtView } from '../../../usecases/oversight/types.ts';
import { amountText, counted, durationText, instantMarkup, momentMarkup, relativeText } from '../formats.ts';
import { badge, type Frame, renderOpsPage } from '../layout.ts';
import { idLink, type TemporalUi, workflowLink, workflowListLink } from '../links.ts';
import { cutNote, renderTable, text } from '../table.ts';

type DoubtsPage = { doubts: DoubtView[]; listed_max: number; now: Date; frame: Frame; ui: TemporalUi };

/** The oldest first: what nobody knows yet, how it will become known, and when it ends at the latest. */
export function renderDoubts({ doubts, listed_max, now, frame, ui }: DoubtsPage): string {
  const table = renderTable({
    caption: 'Charges and refunds in doubt, the oldest first',
    columns: ['Age', 'ISP', 'About', 'Amount', 'Next look', 'What will happen', 'Temporal'],
    rows: doubts.map((doubt) => rowOf(doubt, { now, ui })),
    empty: 'Nothing is in doubt: of every charge and refund we know what became of it.',
  });
  const escalated = workflowListLink(ui, "BillingStatus = 'in_doubt_escalated'", 'Escalated doubts in Temporal');
  const body = html`<h1>Doubts</h1>
<p class="lead">An ISP did not say clearly what became of these. Each is asked about, never sent again on suspicion, and needs nothing from you as a rule: from a day on,
find out from the ISP why it can't be asked.</p>
!${table}
!${cutNote({ shown: doubts.length, read: doubts.length, max: listed_max })}
<p>!${escalated}</p>`;
  return renderOpsPage({ title: 'Doubts', body, path: '/ops/doubts', frame });
}

function rowOf(doubt: DoubtView, { now, ui }: { now: Date; ui: TemporalUi }): string[] {
  const { in_doubt_at, isp, mode, kind, id, subject, period_index, amount_cents, next_look_at, looks, workflow_id } = doubt;
  const period = period_index === null ? '' : `, period ${period_index}`;
  return [
    html`<strong>${durationText(now.getTime() - in_doubt_at.getTime())}</strong><br>!${escalation(doubt, now)}`,
    html`${ISP_NAMES[isp]}!${mode === 'test' ? html` <span class="quiet">test</span>` : ''}`,
    html`!${badge(kind, 'calm')} !${idLink(id)}<br><span class="quiet">of</span> !${idLink(subject)}${period}`,
    text(amountText(amount_cents)),
    html`!${next_look_at === null ? text('at once') : momentMarkup(next_look_at, now)}<br><span class="quiet">after ${counted(looks, 'look')}</span>`,
    outlook(doubt, now),
    workflowLink(ui, workflow_id),
  ];
}

function escalation({ escalated_at, in_doubt_at }: DoubtView, now: Date): string {
  if (escalated_at !== null) return html`!${badge('escalated', 'bad')} <span class="quiet">${relativeText(escalated_at, now)}</span>`;
  return html`<span class="quiet">escalates ${relativeText(new Date(in_doubt_at.getTime() + ESCALATE_AFTER_MS), now)}</span>`;
}

/** How it becomes known, and how it ends if it never does. */
function outlook(doubt: DoubtView, now: Date): string {
  const { isp, absence_proves_at, ends_at } = doubt;
  const name = ISP_NAMES[isp];
  const proof = absence_proves_at === null ? '' : proofFrom(absence_proves_at, now);
  const ways = {
    replay: html`${name} is asked with the very same request: it gives its first answer again.`,
    list: html`It is looked up in ${name}'s list; “not found” !${proof}.`,
    statement: html`It is looked up in ${name}'s statement of the day; “not found” !${proof}. The daily reconciliation reads it too.`,
  };
  const end =
    ends_at === null
      ? html`Never given up: a buyer waits for this money. Proof that nothing went back leads to the next try.`
      : html`Ends in the buyer's favour, as not charged, <strong>!${instantMarkup(ends_at)}</strong>.`;
  return html`!${ways[doubt.asked_by]}<br>!${end}`;
}

function proofFrom(instant: Date, now: Date): string {
  return instant <= now ? 'is proof by now' : html`is proof from !${instantMarkup(instant)} on`;
}
