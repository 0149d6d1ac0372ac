import { createHash, randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './database.ts';

export const OPERATIONS = [
  'createPayment',
  'retrievePayments',
  'retrievePayment',
  'preparePayment',
  'validatePayment',
  'confirmPayment',
  'cancelPayment',
  'createRefund',
  'retrieveRefunds',
  'retrieveRefund',
  'retrievePaymentRemainingAmount',
  'createMandate',
  'retrieveMandate',
  'cancelMandate',
  'revokeMandate',
  'introspect',
  'statements',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const REQUEST_FAULTS = [
  'timeout_before',
  'timeout_after',
  'error_500_before',
  'error_500_after',
  'reset_after',
  'slow',
  'throttle_429',
  'late_capture',
] as const;
export const NOTIFICATION_FAULTS = ['duplicate_notification', 'lost_notification'] as const;
export type NotificationFault = (typeof NOTIFICATION_FAULTS)[number];
export type FaultKind = (typeof REQUEST_FAULTS)[number] | NotificationFault | `decline:${string}`;

export interface FaultRule {
  readonly operation: Operation | '*';
  readonly kind: FaultKind;
  readonly probability: number;
  /** How often it may still strike; null: without end. */
  readonly times: number | null;
  readonly latency_ms: number | null;
  readonly seed: number;
}

/** A rule as it is put: without a seed it gets a random one. */
export type FaultInput = Omit<FaultRule, 'seed'> & { readonly seed: number | null };

interface FaultRow extends FaultRule {
  readonly position: number;
  times: number | null;
  draws: number;
  hits: number;
}

/** The same seed and number of the draw give the same chance, in this process and in the next. */
const chance = (seed: number, draw: number): number => createHash('sha256').update(`${seed}:${draw}`).digest().readUInt32BE(0) / 2 ** 32;

const isOfNotification = (kind: FaultKind): boolean => (NOTIFICATION_FAULTS as readonly string[]).includes(kind);

/** Only a payment in one step can be captured late; a rule on every operation does not spend itself on the others. */
const fits = (kind: FaultKind, operation: Operation): boolean => kind !== 'late_capture' || operation === 'createPayment';

/** The rules of one ISP. They are read once and kept here; every count is written through, so that a restart forgets none. */
export function createFaults(database: DatabaseSync) {
  const all = database.prepare(
    'SELECT position, operation, kind, probability, times, latency_ms, seed, draws, hits FROM faults ORDER BY position',
  );
  const clear = database.prepare('DELETE FROM faults');
  const insert = database.prepare(
    'INSERT INTO faults (position, operation, kind, probability, times, latency_ms, seed) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const count = database.prepare('UPDATE faults SET times = ?, draws = ?, hits = ? WHERE position = ?');
  const load = () => all.all().map((row) => ({ ...row }) as unknown as FaultRow);
  let rules = load();

  function strikes(rule: FaultRow): boolean {
    if (rule.times === 0) return false;
    const struck = rule.probability >= 1 || chance(rule.seed, rule.draws) < rule.probability;
    rule.draws += 1;
    if (struck) {
      rule.hits += 1;
      if (rule.times !== null) rule.times -= 1;
    }
    count.run(rule.times, rule.draws, rule.hits, rule.position);
    return struck;
  }

  const first = (operation: Operation, wanted: (kind: FaultKind) => boolean): FaultRow | undefined =>
    rules.find((rule) => (rule.operation === '*' || rule.operation === operation) && wanted(rule.kind) && strikes(rule));

  return {
    list: (): readonly FaultRow[] => rules,
    replace(list: readonly FaultInput[]): void {
      inTransaction(database, () => {
        clear.run();
        list.forEach((rule, position) => {
          const seed = rule.seed ?? randomInt(2 ** 31);
          insert.run(position, rule.operation, rule.kind, rule.probability, rule.times, rule.latency_ms, seed);
        });
      });
      rules = load();
    },
    /** The fault that strikes a request, if any: the first matching rule wins. */
    strikeRequest(operation: Operation): FaultRule | undefined {
      return first(operation, (kind) => !isOfNotification(kind) && fits(kind, operation));
    },
    /** The fault that strikes a notification. Asked apart from the requests, so that a lost answer and a lost notification can be combined. */
    strikeNotification(operation: Operation, kinds: readonly NotificationFault[]): NotificationFault | undefined {
      return first(operation, (kind) => (kinds as readonly string[]).includes(kind))?.kind as NotificationFault | undefined;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;
