import type { DiscrepancyRow } from '../../../db/entities/reconciliation.ts';
import { ISPS } from '../../../domain/isps.ts';
import { Refusal } from '../../../domain/refusals.ts';
import type { DeliveriesView, DoubtView, IspsView, OversightUseCases, WindowHealth } from '../../../usecases/oversight/types.ts';

export const NOW = new Date('2026-11-26T09:30:00Z');
export const ids = (prefix: string, tail: string) => `${prefix}_01k${tail.padStart(23, '0')}`;

const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const ahead = (hours: number) => ago(-hours);

export const DISCREPANCY: DiscrepancyRow = {
  id: ids('dsc', '1'),
  isp: 'sfr',
  day: '2026-11-24',
  kind: 'charged_though_not_charged',
  subject: 'pay_77',
  details: {
    charge: ids('chg', '9'),
    our_amount: 500,
    payment_id: 'pay_77',
    stated_amount: 500,
    client_correlator: `${ids('sub', '3')}:4:a1`,
  },
  opened_at: ago(26),
  resolved_at: null,
  resolution: null,
  note: null,
};

const doubt = (change: Partial<DoubtView>): DoubtView => ({
  kind: 'charge',
  id: ids('chg', '1'),
  isp: 'sfr',
  mode: 'live',
  subject: ids('sub', '1'),
  period_index: 4,
  amount_cents: 500n,
  workflow_id: ids('sub', '1'),
  in_doubt_at: ago(30),
  looks: 34,
  next_look_at: ahead(0.4),
  escalated_at: ago(6),
  asked_by: 'list',
  absence_proves_at: ago(29.75),
  ends_at: ahead(138),
  ...change,
});

export const DOUBTS: DoubtView[] = [
  doubt({}),
  doubt({
    id: ids('chg', '2'),
    isp: 'alice',
    mode: 'test',
    subject: ids('pur', '2'),
    workflow_id: ids('pur', '2'),
    period_index: null,
    amount_cents: 900n,
    in_doubt_at: ago(3),
    escalated_at: null,
    looks: 8,
    asked_by: 'statement',
    absence_proves_at: ahead(20),
    ends_at: ahead(165),
  }),
  doubt({
    kind: 'refund',
    id: ids('ref', '5'),
    isp: 'orange',
    subject: ids('chg', '5'),
    workflow_id: ids('ref', '5'),
    period_index: null,
    in_doubt_at: ago(0.05),
    escalated_at: null,
    looks: 3,
    next_look_at: null,
    asked_by: 'replay',
    absence_proves_at: null,
    ends_at: null,
  }),
];

const health = (change: Partial<WindowHealth> = {}): WindowHealth => ({
  attempts: 412,
  succeeded: 380,
  declined: 30,
  unclear: 2,
  not_sent: 5,
  declines: [
    { reason: 'insufficient_ceiling', count: 18 },
    { reason: 'line_suspended', count: 7 },
    { reason: null, count: 5 },
  ],
  p50_ms: 184.4,
  p95_ms: 1_210.7,
  ...change,
});

export const ISPS_VIEW: IspsView = {
  isps: ISPS.map((isp, index) => ({
    isp,
    hour: health({ attempts: 20 + index, p50_ms: index === 0 ? null : 180 + index }),
    day: health(),
    here: { circuit: isp === 'free' ? 'open' : 'closed', calls_free: 40 - index },
    reconciled: isp === 'alice' ? null : { day: '2026-11-24', lag_hours: 34 },
    doubts: index,
  })),
  attempts_max: null,
  workers: [
    { address: 'http://127.0.0.1:3002', answered: true, isps: { orange: { circuit: 'half_open', calls_free: 12 } } },
    { address: 'http://10.0.0.9:3002', answered: false, why: 'no answer' },
  ],
  schedules: ISPS.map((isp) => ({
    isp,
    state: isp === 'sfr' ? 'paused' : 'running',
    note: isp === 'sfr' ? 'their statements are late this week' : null,
    next_at: isp === 'sfr' ? null : ahead(21),
  })),
};

export const DELIVERIES: DeliveriesView = {
  endpoints: [
    {
      document: ids('doc', '1'),
      merchant: ids('mer', '1'),
      mode: 'live',
      address: 'https://shop.example/callbacks',
      retrying: 3,
      failed: 11,
      failed_lately: 4,
      oldest_at: ago(90),
      newest_event: ids('evt', '1'),
      failures_in_row: 12,
      probe_at: ahead(0.5),
      last: { at: ago(2), status: 503, error: null },
    },
  ],
  silenced: [{ document: ids('doc', '2'), merchant: ids('mer', '1'), mode: 'live', since: ago(50), reason: 'gone' }],
  letters: [
    {
      id: ids('mail', '1'),
      kind: 'subscription_renewed',
      subject: ids('sub', '1'),
      occurred_at: ago(60),
      attempts: 16,
      error: 'ECONNECTION',
      outlook: 'retryable',
    },
    {
      id: ids('mail', '2'),
      kind: 'purchase_codes',
      subject: ids('pur', '1'),
      occurred_at: ago(70),
      attempts: 1,
      error: 'EENVELOPE 550',
      outlook: 'refused',
    },
    {
      id: ids('mail', '3'),
      kind: 'purchase_codes',
      subject: ids('pur', '3'),
      occurred_at: ago(80),
      attempts: 1,
      error: 'the buyer was erased',
      outlook: 'erased',
    },
  ],
  undispatched: { documents: 0, letters: 0 },
  ends: [{ id: ids('sub', '7'), isp: 'alice', mode: 'live', ended_at: ago(9), end_reason: 'unsubscribed' }],
  overdue: [{ id: ids('sub', '8'), isp: 'free', mode: 'live', due_at: ago(5), kind: 'subscription' }],
  listed_max: 100,
};

export type OversightActs = { resolved: [id: string, note: string][]; queued: string[] };

/** What operators see in a world of one of everything; `change` puts other views in. */
export function createFakeOversight(change: Partial<OversightUseCases> = {}): { useCases: OversightUseCases; acts: OversightActs } {
  const acts: OversightActs = { resolved: [], queued: [] };
  let row = DISCREPANCY;
  const discrepancy = async (id: string) => {
    if (id !== row.id) throw new Refusal('not_found', 'There is no such discrepancy.');
    return row;
  };
  const useCases: OversightUseCases = {
    overview: async () => ({
      now: NOW,
      concerns: [
        { kind: 'owed_to_buyers', count: 1, isps: ['sfr'] },
        { kind: 'doubts_escalated', count: 1, isps: ['sfr'] },
        { kind: 'worker_silent', addresses: ['http://10.0.0.9:3002'] },
        { kind: 'ends_unfinished', count: 1 },
        { kind: 'letters_failed', count: 2 },
        { kind: 'callbacks_silenced', count: 1 },
      ],
      counts: { doubts: 2, refunds_in_doubt: 1, discrepancies: 1, callbacks_retrying: 3, letters_failed: 3 },
      isps: ISPS_VIEW,
    }),
    doubts: async () => ({ doubts: DOUBTS, listed_max: 100 }),
    isps: async () => ISPS_VIEW,
    deliveries: async () => DELIVERIES,
    discrepancies: async () => ({ rows: [row], listed_max: 100 }),
    discrepancy,
    async resolveDiscrepancy(id, note) {
      await discrepancy(id);
      const was_open = row.resolved_at === null;
      if (was_open) acts.resolved.push([id, note]);
      row = was_open ? { ...row, resolved_at: NOW, resolution: 'by_hand', note } : row;
      return { discrepancy: row, was_open };
    },
    async queueLetterAgain(id) {
      acts.queued.push(id);
      return id === ids('mail', '1');
    },
    async queueLettersAgain() {
      acts.queued.push('all');
      return 2;
    },
    async find(name) {
      if (name !== ids('sub', '1')) throw new Refusal('not_found', 'Nothing has this id or reference.');
      const fields = {
        reference: 'ABCDEFGHJKMN',
        isp: 'sfr',
        status: 'active',
        price_cents: 500n,
        created_at: ago(900),
        ended_at: null,
        paid_index: 0,
      };
      const charges = [{ id: ids('chg', '1'), period_index: 0, amount_cents: 500n, status: 'succeeded' }];
      return { id: name, kind: 'subscription', fields, lists: [{ title: 'Charges', rows: charges }], workflow_id: name };
    },
    ...change,
  };
  return { useCases, acts };
}
