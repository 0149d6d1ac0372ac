import type { DiscrepancyRow } from '../../db/entities/reconciliation.ts';
import type { OverdueRow, UnfinishedEnd } from '../../db/stores/oversight.ts';
import type { DisabledReason } from '../../domain/callbacks.ts';
import type { DeclineReason } from '../../domain/charges.ts';
import type { Isp } from '../../domain/isps.ts';
import type { DiscrepancyKind } from '../../domain/reconciliation.ts';
import type { Mode } from '../../domain/subscriptions.ts';
import type { IspHealth } from '../../gateways/isp/guard.ts';
import type { ScheduleReading } from '../../gateways/temporal/schedules.ts';
import type { WorkerReading } from '../../gateways/workers/reader.ts';
import type { ResolvingUseCases } from '../discrepancies.ts';

/** What the operators' pages show: ids, amounts, statuses and instants of all merchants and both modes, and nothing about a buyer. */

/** A charge or refund of which nobody knows yet what became of it. */
export type DoubtView = {
  kind: 'charge' | 'refund';
  id: string;
  isp: Isp;
  mode: Mode;
  /** The purchase or subscription, or the charge that a refund is of. */
  subject: string;
  period_index: number | null;
  amount_cents: bigint;
  /** The id of the workflow that sees it through. */
  workflow_id: string;
  in_doubt_at: Date;
  looks: number;
  next_look_at: Date | null;
  escalated_at: Date | null;
  /** How the ISP is asked, and from when on "not found" proves that no money moved; null where the ISP gives the first answer again. */
  asked_by: 'replay' | 'list' | 'statement';
  absence_proves_at: Date | null;
  /** When it counts as not charged whatever happens; null for a refund, which is never given up. */
  ends_at: Date | null;
};

export type WindowHealth = {
  /** Attempts of charges that were sent. */
  attempts: number;
  succeeded: number;
  declined: number;
  /** Neither yes nor no: in doubt, or so in the end. */
  unclear: number;
  /** Turned away with proof that nothing went out. */
  not_sent: number;
  /** `null` counts those that were tried again since. */
  declines: { reason: DeclineReason | null; count: number }[];
  p50_ms: number | null;
  p95_ms: number | null;
};

export type IspView = {
  isp: Isp;
  hour: WindowHealth;
  day: WindowHealth;
  /** As this process sees it. */
  here: IspHealth;
  reconciled: { day: string; lag_hours: number } | null;
  doubts: number;
};

export type IspsView = {
  isps: IspView[];
  /** Where the newest attempts only were counted, as there are more. */
  attempts_max: number | null;
  workers: WorkerReading[];
  /** Undefined where Temporal did not answer in time. */
  schedules: ScheduleReading[] | undefined;
};

/** One merchant's endpoint with callbacks that did not arrive. `address` is without its query. */
export type EndpointView = {
  document: string;
  merchant: string;
  mode: Mode;
  address: string;
  retrying: number;
  failed: number;
  /** Given up within the last days, for somebody to look at. */
  failed_lately: number;
  oldest_at: Date;
  newest_event: string;
  /** Attempts in vain since the last success; while `probe_at` is set, one event is tried at that instant and the others wait. */
  failures_in_row: number;
  probe_at: Date | null;
  last: { at: Date; status: number | null; error: string | null } | null;
};

export type FailedLetterView = {
  id: string;
  kind: string;
  subject: string;
  occurred_at: Date;
  attempts: number;
  error: string | null;
  /** `erased`: its address can't be read any more; `refused`: the mail server will not have it; `retryable`: it may work next time. */
  outlook: 'retryable' | 'refused' | 'erased';
};

export type OverdueView = OverdueRow & { kind: 'subscription' | 'charge' | 'refund' | 'unstarted' };

export type DeliveriesView = {
  endpoints: EndpointView[];
  silenced: { document: string; merchant: string; mode: Mode; since: Date; reason: DisabledReason | null }[];
  letters: FailedLetterView[];
  /** Nobody has taken these up for minutes though they are due and nothing is wrong with their receivers: no worker dispatches. */
  undispatched: { documents: number; letters: number };
  ends: UnfinishedEnd[];
  overdue: OverdueView[];
  /** Each list is cut at this many rows. */
  listed_max: number;
};

export type CountedConcern = 'letters_failed' | 'callbacks_failed' | 'callbacks_silenced' | 'ends_unfinished' | 'overdue';
export type IspConcern = 'owed_to_buyers' | 'discrepancies' | 'doubts_escalated';

/** What needs a person: the first are the most pressing. */
export type Concern =
  | { kind: IspConcern; count: number; isps: Isp[] }
  | { kind: 'isp_left_alone'; isps: Isp[] }
  | { kind: 'worker_silent'; addresses: string[] }
  | { kind: 'temporal_silent' }
  | { kind: 'not_reconciled'; isps: Isp[] }
  | { kind: 'schedules_paused'; isps: Isp[] }
  | { kind: 'undispatched'; documents: number; letters: number }
  | { kind: CountedConcern; count: number };

export type OverviewView = {
  now: Date;
  concerns: Concern[];
  counts: { doubts: number; refunds_in_doubt: number; discrepancies: number; callbacks_retrying: number; letters_failed: number };
  isps: IspsView;
};

/** Columns of one row that operators may see. Amounts in cents end in `_cents`, instants in `_at`. */
export type Fields = Record<string, string | number | bigint | boolean | Date | null | undefined>;
export type FoundView = {
  id: string;
  kind: string;
  fields: Fields;
  lists: { title: string; rows: Fields[] }[];
  workflow_id: string | null;
};

export type DiscrepancyFilterView = { isp?: Isp | undefined; kind?: DiscrepancyKind | undefined; is_open: boolean };

export type OversightUseCases = ResolvingUseCases & {
  overview(): Promise<OverviewView>;
  /** The oldest first. */
  doubts(): Promise<{ doubts: DoubtView[]; listed_max: number }>;
  /** Newest first. */
  discrepancies(filter: DiscrepancyFilterView): Promise<{ rows: DiscrepancyRow[]; listed_max: number }>;
  /** Refuses with not_found. */
  discrepancy(id: string): Promise<DiscrepancyRow>;
  isps(): Promise<IspsView>;
  deliveries(): Promise<DeliveriesView>;
  /** Queues a letter that was given up once more. False where it can't be, or is queued already. */
  queueLetterAgain(id: string): Promise<boolean>;
  /** The same for all that may work next time. Answers how many. */
  queueLettersAgain(): Promise<number>;
  /** Anything by its id, our reference or an ISP's name for it. Refuses with not_found. */
  find(name: string): Promise<FoundView>;
};
