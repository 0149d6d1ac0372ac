import { wireCents } from './money.ts';
import { addDays, lastStatementDay, type StatementLine, statementCompleteAt } from './statements.ts';

/**
 * Three-way matching of one ISP's statement of one Paris day: its lines, our charges and refunds, and the events that merchants were told.
 * Pure; what follows from it is done by billing/reconcile-day.ts. docs/OPERATIONS.md says what an operator does about each kind.
 */
export const DISCREPANCY_KINDS = [
  'unknown_to_us',
  'unknown_to_isp',
  'amount_differs',
  'charged_though_not_charged',
  'charged_twice',
  'event_missing',
  'event_untrue',
  'refund_unknown_to_us',
  'refund_unknown_to_isp',
  'refund_amount_differs',
  'refunded_though_not_refunded',
  'refunded_twice',
  'refund_event_missing',
  'refund_event_untrue',
] as const;

export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];

/** `gone`: a later run no longer found it. `refunded`: the money went back. `by_hand`: an operator has dealt with it, and said how. */
export const DISCREPANCY_RESOLUTIONS = ['gone', 'refunded', 'by_hand'] as const;

export type DiscrepancyResolution = (typeof DISCREPANCY_RESOLUTIONS)[number];

/** Ids and amounts (integer cents) only. */
export type DiscrepancyDetails = {
  charge?: string;
  refund?: string;
  /** Ours: the status that the charge or refund has. */
  status?: string;
  our_amount?: number;
  our_payment_id?: string;
  /** The ISP's, as its line says. */
  payment_id?: string;
  client_correlator?: string;
  reference_code?: string;
  stated_amount?: number;
};

/** The subject is what it is about, the same in every run: a line's payment, or our charge or refund. */
export type Mismatch = { kind: DiscrepancyKind; subject: string; details: DiscrepancyDetails };

/** One charge or refund of ours, as far as a statement can speak of it. */
export type BookEntry = {
  id: string;
  type: StatementLine['type'];
  /** `taken`: it succeeded. `open`: it is out or in doubt. `not_taken`: whatever else. */
  standing: 'taken' | 'open' | 'not_taken';
  status: string;
  /** Whether a proof that nothing was taken may settle it now. */
  in_doubt: boolean;
  amount_cents: bigint;
  /** Of the last attempt; earlier ones were refused. */
  client_correlator: string | null;
  earlier_correlators: readonly string[];
  /** The ISP's name for the payment of a charge that succeeded. Null for refunds, whose lines name the payment and not the refund. */
  isp_reference: string | null;
  /** The business instant of the last sending. */
  booked_at: Date | null;
  /** Since when we know, by real time, what became of the last attempt, or that it is in doubt. */
  known_since: Date | null;
  /** A test clock's time where it hangs on one, otherwise the real one. */
  business_now: Date;
  /** Whether the merchant was told of the success. */
  is_told: boolean;
  /** Whether the kept statement of another day has it. */
  stated_elsewhere: boolean;
};

export type Statement = {
  day: string;
  lines: readonly StatementLine[];
  /** Of the day before, where something booked about midnight may stand on either. */
  previous: readonly StatementLine[];
  /** Keys (`lineKey`) of lines that kept statements of earlier days hold already. */
  stated_earlier: ReadonlySet<string>;
  fetched_at: Date;
  complete_after_ms: number;
  /** Whether this ISP's complete statement proves that what is not on it was not taken (domain/doubts.ts, `statement`). */
  absence_is_proof: boolean;
};

export type LineFate = 'matched' | 'resolves' | 'unknown' | 'twice' | 'not_taken';

/**
 * `matched`: taken here and there. `taken`: was open and is on the statement. `not_taken_there`: was in doubt, and its absence is proof.
 * `missing`: taken here, not there. `awaited`: its statement is not complete yet. `other_day`: it stands on another day's, or will.
 * `disputed`: not taken here, yet there. `nothing`: taken on neither side.
 */
export type EntryFate = 'matched' | 'taken' | 'not_taken_there' | 'missing' | 'awaited' | 'other_day' | 'disputed' | 'nothing';

export type Matching = {
  lines: { line: StatementLine; fate: LineFate; entry: BookEntry | undefined }[];
  entries: { entry: BookEntry; fate: EntryFate; line: StatementLine | undefined }[];
  mismatches: Mismatch[];
};

type Fault = 'unknown_to_us' | 'unknown_to_isp' | 'amount_differs' | 'not_taken' | 'twice' | 'event_missing' | 'event_untrue';

const KINDS: Record<StatementLine['type'], Record<Fault, DiscrepancyKind>> = {
  charge: {
    unknown_to_us: 'unknown_to_us',
    unknown_to_isp: 'unknown_to_isp',
    amount_differs: 'amount_differs',
    not_taken: 'charged_though_not_charged',
    twice: 'charged_twice',
    event_missing: 'event_missing',
    event_untrue: 'event_untrue',
  },
  refund: {
    unknown_to_us: 'refund_unknown_to_us',
    unknown_to_isp: 'refund_unknown_to_isp',
    amount_differs: 'refund_amount_differs',
    not_taken: 'refunded_though_not_refunded',
    twice: 'refunded_twice',
    event_missing: 'refund_event_missing',
    event_untrue: 'refund_event_untrue',
  },
};

/** What a line is about: the payment, or one refund of it. The same on whichever statement it stands. */
export function lineKey(line: Pick<StatementLine, 'type' | 'payment_id' | 'client_correlator'>): string {
  return line.type === 'charge' ? line.payment_id : `${line.payment_id}/${line.client_correlator}`;
}

/** Every line and every entry comes out exactly once, with what became of it. */
export function matchStatement(statement: Statement, entries: readonly BookEntry[]): Matching {
  const lines = findEntries(statement, entries);
  const stands_for = new Map<BookEntry, FoundLine>();
  for (const found of lines) {
    if (found.entry && !found.is_repeated && !stands_for.has(found.entry) && represents(found.line, found.entry))
      stands_for.set(found.entry, found);
  }
  const judged = lines.map((found) => ({ ...found, fate: fateOfLine(found, stands_for) }));
  const disputed = new Set(judged.flatMap(({ entry, fate }) => (entry && fate === 'not_taken' ? [entry] : [])));
  const named = new Set(lines.flatMap(({ entry, line }) => (entry?.client_correlator === line.client_correlator ? [entry] : [])));
  const mentioned = new Set(lines.map(({ line }) => nameOf(line)));
  const previous = new Set(statement.previous.flatMap((line) => [line.client_correlator, lineKey(line)]));
  const settled = entries.map((entry) => {
    const line = stands_for.get(entry)?.line;
    return {
      entry,
      line,
      fate: fateOfEntry(entry, {
        statement,
        line,
        previous,
        is_named: named.has(entry),
        is_mentioned: mentioned.has(nameOf(entry)),
        is_disputed: disputed.has(entry),
      }),
    };
  });
  return {
    lines: judged.map(({ line, fate, entry }) => ({ line, fate, entry })),
    entries: settled,
    mismatches: [...judged.flatMap(faultsOfLine), ...settled.flatMap(faultsOfEntry)],
  };
}

/** Which attempt is meant, whoever's payment the line turns out to be. */
function nameOf({ type, client_correlator }: { type: StatementLine['type']; client_correlator: string | null }): string {
  return `${type} ${client_correlator}`;
}

type FoundLine = { line: StatementLine; entry: BookEntry | undefined; is_repeated: boolean; subject: string };

/** The ISP's own name for a payment says more than the correlator: what we know under that name is that payment. */
function findEntries({ lines, stated_earlier }: Statement, entries: readonly BookEntry[]): FoundLine[] {
  const by_name = new Map<string, BookEntry>();
  for (const entry of entries) {
    for (const correlator of [...entry.earlier_correlators, entry.client_correlator])
      if (correlator) by_name.set(`${entry.type} correlator ${correlator}`, entry);
    if (entry.isp_reference !== null) by_name.set(`${entry.type} payment ${entry.isp_reference}`, entry);
  }
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const key = `${line.type} ${lineKey(line)}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    const entry =
      by_name.get(`${line.type} payment ${line.payment_id}`) ?? by_name.get(`${line.type} correlator ${line.client_correlator}`);
    const subject = times === 1 ? lineKey(line) : `${lineKey(line)}#${times}`;
    return { line, entry, subject, is_repeated: times > 1 || stated_earlier.has(lineKey(line)) };
  });
}

/** Whether this line is the one taking that the entry stands for, or may stand for. */
function represents(line: StatementLine, entry: BookEntry): boolean {
  if (entry.standing === 'not_taken') return false;
  if (entry.isp_reference !== null) return line.payment_id === entry.isp_reference;
  return line.client_correlator === entry.client_correlator;
}

function fateOfLine({ line, entry, is_repeated }: FoundLine, stands_for: Map<BookEntry, FoundLine>): LineFate {
  if (!entry) return 'unknown';
  if (stands_for.get(entry)?.line === line) return entry.standing === 'taken' ? 'matched' : 'resolves';
  if (is_repeated || entry.standing === 'taken') return 'twice';
  if (entry.standing === 'not_taken') return 'not_taken';
  // Of an entry that is open: an earlier attempt was refused, so it was not to be taken; a second taking of this one is one too many.
  return line.client_correlator === entry.client_correlator ? 'twice' : 'not_taken';
}

type Sight = {
  statement: Statement;
  line: StatementLine | undefined;
  previous: ReadonlySet<string>;
  /** A line names its last attempt, if only one that stood on an earlier statement already. */
  is_named: boolean;
  /** A line has its correlator, though its payment is another's: no proof that nothing was taken. */
  is_mentioned: boolean;
  is_disputed: boolean;
};

function fateOfEntry(entry: BookEntry, { statement, line, previous, is_named, is_mentioned, is_disputed }: Sight): EntryFate {
  if (entry.standing === 'not_taken') return is_disputed ? 'disputed' : 'nothing';
  if (line) return entry.standing === 'taken' ? 'matched' : 'taken';
  const name = entry.isp_reference ?? entry.client_correlator;
  if (entry.stated_elsewhere || (name !== null && previous.has(name))) return 'other_day';
  if (!entry.booked_at || lastStatementDay(entry.booked_at) !== statement.day) return 'other_day';
  if (!isProved(entry, statement)) return 'awaited';
  if (entry.standing === 'taken') return 'missing';
  if (is_named) return 'other_day';
  return statement.absence_is_proof && entry.in_doubt && !is_mentioned ? 'not_taken_there' : 'awaited';
}

/** Whether the statement was complete when it was fetched, and what became of the entry was known by then. */
function isProved({ business_now, known_since }: BookEntry, { day, complete_after_ms, fetched_at }: Statement): boolean {
  const is_complete = business_now.getTime() >= statementCompleteAt(day, complete_after_ms).getTime();
  return is_complete && known_since !== null && known_since.getTime() < fetched_at.getTime();
}

const FAULT_OF_LINE: Partial<Record<LineFate, Fault>> = { unknown: 'unknown_to_us', twice: 'twice', not_taken: 'not_taken' };

function faultsOfLine({ line, entry, fate, subject }: FoundLine & { fate: LineFate }): Mismatch[] {
  const fault = FAULT_OF_LINE[fate];
  if (fault) return [{ kind: KINDS[line.type][fault], subject, details: detailsOf(entry, line) }];
  if (!entry || entry.amount_cents === line.amount_cents) return [];
  return [{ kind: KINDS[line.type].amount_differs, subject: entry.id, details: detailsOf(entry, line) }];
}

function faultsOfEntry({ entry, fate }: Matching['entries'][number]): Mismatch[] {
  const faults: Fault[] = [];
  if (fate === 'missing') faults.push('unknown_to_isp');
  if (!entry.is_told && (fate === 'matched' || fate === 'missing')) faults.push('event_missing');
  if (entry.is_told && entry.standing === 'not_taken') faults.push('event_untrue');
  return faults.map((fault) => ({ kind: KINDS[entry.type][fault], subject: entry.id, details: detailsOf(entry, undefined) }));
}

function detailsOf(entry: BookEntry | undefined, line: StatementLine | undefined): DiscrepancyDetails {
  return {
    ...(entry && { [entry.type]: entry.id, status: entry.status, our_amount: wireCents(entry.amount_cents) }),
    ...(entry?.isp_reference && { our_payment_id: entry.isp_reference }),
    ...(line && {
      payment_id: line.payment_id,
      client_correlator: line.client_correlator,
      reference_code: line.reference_code,
      stated_amount: wireCents(line.amount_cents),
    }),
  };
}

/** Each run looks at so many days again: as long as a doubt may last, so that what turns up late is seen. */
const DAYS_SEEN_AGAIN = 7;
/** After an outage of ours at most so many days are made up for at once; older ones by hand. */
const DAYS_DUE_MAX = 62;

/** What is known of earlier runs: the newest day whose complete statement was seen, and older ones that were begun and never got there. */
export type DaysSeen = { last_completed: string | undefined; unfinished: readonly string[] };

/**
 * The days that a regular run reconciles, newest first, as yesterday's money matters most: the last week, all days since the last one whose
 * complete statement was seen, and those of which it never was.
 */
export function daysDue(today: string, { last_completed, unfinished }: DaysSeen): string[] {
  const days: string[] = [];
  for (let back = 1; back <= DAYS_DUE_MAX; back += 1) {
    const day = addDays(today, -back);
    const is_new = last_completed !== undefined && day > last_completed;
    if (back <= DAYS_SEEN_AGAIN || is_new || unfinished.includes(day)) days.push(day);
  }
  return days;
}

/** When a regular run starts, in Paris: after every ISP's statement is complete, also on the day on which an hour is skipped. */
export const RECONCILED_AT = { hour: 7, minute: 30 } as const;
