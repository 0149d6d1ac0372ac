import { html } from 'ghtml';
import { ISP_NAMES, type Isp } from '../../../domain/isps.ts';
import type { Concern, CountedConcern } from '../../../usecases/oversight/types.ts';
import { counted } from '../formats.ts';
import { badge, type Tone } from '../layout.ts';

type Told = { tone: Tone; label: string; title: string; text: string; path: string };

/** What needs a person, each with what it means and the page that says more. */
export function renderConcerns(concerns: readonly Concern[]): string {
  if (concerns.length === 0) {
    return html`<p class="notice good">Nothing needs a person now. Everything that is on its way is looked after by itself.</p>`;
  }
  const items = concerns.map((concern) => {
    const { tone, label, title, text, path } = toldOf(concern);
    return html`<li class="concern ${tone}">
<h3><a href="${path}">${title}</a></h3>
<p>!${badge(label, tone)} ${text}</p>
</li>`;
  });
  return html`<ul class="concerns">!${items}</ul>`;
}

const names = (isps: readonly Isp[]) => isps.map((isp) => ISP_NAMES[isp]).join(', ');

function toldOf(concern: Concern): Told {
  switch (concern.kind) {
    case 'owed_to_buyers':
      return {
        tone: 'bad',
        label: 'Owed to buyers',
        title: `${counted(concern.count, 'discrepancy', 'discrepancies')} with money owed to a buyer`,
        text: `${names(concern.isps)}. A buyer paid for nothing, or waits for money: look at each now.`,
        path: '/ops/discrepancies',
      };
    case 'doubts_escalated':
      return {
        tone: 'bad',
        label: 'Ask the ISP',
        title: `${counted(concern.count, 'doubt')} older than a day`,
        text: `${names(concern.isps)}. The ISP could not be asked for a day: find out why.`,
        path: '/ops/doubts',
      };
    case 'discrepancies':
      return {
        tone: 'warn',
        label: 'Books',
        title: counted(concern.count, 'open discrepancy', 'open discrepancies'),
        text: `${names(concern.isps)}. A statement and our books do not agree.`,
        path: '/ops/discrepancies',
      };
    case 'letters_failed':
    case 'callbacks_failed':
    case 'callbacks_silenced':
    case 'ends_unfinished':
    case 'overdue':
      return { ...ofDeliveries(concern.kind, concern.count), path: '/ops/deliveries' };
    default:
      return ofMachines(concern);
  }
}

function ofDeliveries(kind: CountedConcern, count: number): Omit<Told, 'path'> {
  const told: Record<CountedConcern, [tone: Tone, label: string, title: string, text: string]> = {
    ends_unfinished: [
      'bad',
      'Mandates',
      `${counted(count, 'ended subscription')} whose mandate still stands`,
      'Nothing is charged any more, but the ISP has not confirmed that the mandate is cancelled.',
    ],
    overdue: [
      'warn',
      'Late',
      `${counted(count, 'row')} overdue`,
      'Due for long. Either the ISP takes no calls, or no workflow works on it: then it is begun anew by itself.',
    ],
    letters_failed: ['warn', 'Letters', `${counted(count, 'letter')} given up`, 'Queue them again once the mail server is well.'],
    callbacks_failed: [
      'calm',
      'Callbacks',
      `${counted(count, 'callback')} given up within a week`,
      'The merchant redelivers them; tell the merchant where its endpoint is dead.',
    ],
    callbacks_silenced: [
      'calm',
      'Callbacks',
      `${counted(count, 'document')} without callbacks`,
      'The endpoint answered 410 or failed for days: none is sent until the merchant enables them again.',
    ],
  };
  const [tone, label, title, text] = told[kind];
  return { tone, label, title, text };
}

type MachineConcern = Extract<
  Concern,
  { kind: 'isp_left_alone' | 'worker_silent' | 'temporal_silent' | 'not_reconciled' | 'schedules_paused' | 'undispatched' }
>;

function ofMachines(concern: MachineConcern): Told {
  const path = '/ops/isps';
  switch (concern.kind) {
    case 'temporal_silent':
      return {
        ...{ tone: 'bad', label: 'Temporal', path },
        title: 'Temporal does not answer',
        text: 'New sales wait and renewals are late; ends are acknowledged all the same. Bring it back.',
      };
    case 'worker_silent':
      return {
        ...{ tone: 'bad', label: 'Workers', path },
        title: `${counted(concern.addresses.length, 'worker')} without an answer`,
        text: `Asked at ${concern.addresses.join(', ')}. Without any worker nothing is charged or delivered.`,
      };
    case 'isp_left_alone':
      return {
        ...{ tone: 'warn', label: 'ISP', path },
        title: `${names(concern.isps)} left alone after failures in a row`,
        text: 'Calls are held back for seconds at a time. Nothing is lost; ask the ISP where it lasts.',
      };
    case 'not_reconciled':
      return {
        ...{ tone: 'warn', label: 'Books', path },
        title: `${names(concern.isps)} not reconciled for more than 36 hours`,
        text: 'A statement did not come, or no run looked at it.',
      };
    case 'schedules_paused':
      return {
        ...{ tone: 'calm', label: 'Schedules', path },
        title: `Reconciliation with ${names(concern.isps)} does not run by itself`,
        text: 'Its schedule is paused, or no worker has made it yet.',
      };
    case 'undispatched':
      return {
        ...{ tone: 'bad', label: 'Workers', path: '/ops/deliveries' },
        title: `Callbacks of ${counted(concern.documents, 'document')} and ${counted(concern.letters, 'letter')} that nobody takes up`,
        text: 'They have been due for more than two minutes: no dispatcher runs.',
      };
  }
}
