import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { type Books, createBooks } from './books.ts';
import { inTransaction, openDatabase } from './database.ts';
import { mandateRevokedEvent, paymentEvent } from './events.ts';
import { createFaults, type Faults, type Operation } from './faults.ts';
import { createLateCaptures, type LateCaptures } from './late-captures.ts';
import { createLineWatch, type LineWatch } from './line-watch.ts';
import { createLines, type Lines } from './lines.ts';
import { createLogins, type Logins } from './logins.ts';
import { createMandates, type Mandates } from './mandates.ts';
import { createNotifications, type Notifications, type Sink } from './notifications.ts';
import type { Payment } from './payment.ts';
import type { IspProfile } from './profiles.ts';
import { createRefunds, type Refunds } from './refunds.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { referenceKey, seedDemoLines } from './settings.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** One ISP: its profile, its database and what it keeps there. */
export interface Isp {
  readonly profile: IspProfile;
  /** The address of this ISP as its clients write it, such as http://localhost:4000/free. */
  readonly publicUrl: string;
  readonly database: DatabaseSync;
  readonly lines: Lines;
  readonly logins: Logins;
  readonly tokens: Tokens;
  readonly mandates: Mandates;
  readonly books: Books;
  readonly refunds: Refunds;
  readonly lateCaptures: LateCaptures;
  readonly faults: Faults;
  readonly notifications: Notifications;
  readonly sessions: Sessions;
  /** Who waits for news of a line: the account pages that are open. */
  readonly lineWatch: LineWatch;
  /** Notifies the client of a payment where it must be: always when its answer was lost, else only by a fault. */
  announcePayment(payment: Payment, answered: boolean): void;
  /** The subscriber ends a mandate: at once, and its client is notified. False when it had ended already. */
  revokeMandate(mandateId: string): boolean;
  start(): void;
  close(): Promise<void>;
}

export interface IspOptions {
  readonly profile: IspProfile;
  readonly folder: string;
  readonly publicUrl: string;
  readonly log: Logger;
}

const sinkOf = (holder: { sink: string | null; sink_token: string | null }): Sink | undefined =>
  holder.sink === null ? undefined : { url: holder.sink, token: holder.sink_token };

/** Opens an ISP on its database file, made with demo lines when it is not there. */
export function openIsp({ profile, folder, publicUrl, log }: IspOptions): Isp {
  const database = openDatabase(folder, profile.id);
  const lines = createLines(database, referenceKey(database));
  const lineWatch = createLineWatch();
  const books = createBooks(database, lineWatch.changed);
  const mandates = createMandates(database, lineWatch.changed);
  const faults = createFaults(database);
  const notifications = createNotifications(database, log);

  /** How many copies of a notification leave, after the faults: none, one or two. */
  function copies(operation: Operation, answered: boolean): number {
    const fault = faults.strikeNotification(
      operation,
      answered ? ['duplicate_notification'] : ['lost_notification', 'duplicate_notification'],
    );
    if (fault === 'duplicate_notification') return 2;
    return answered || fault === 'lost_notification' ? 0 : 1;
  }

  function announcePayment(payment: Payment, answered: boolean): void {
    const sink = sinkOf(payment);
    if (!sink) return;
    notifications.enqueue(paymentEvent(publicUrl, payment), sink, copies('createPayment', answered));
  }

  function revokeMandate(mandateId: string): boolean {
    return inTransaction(database, () => {
      if (!mandates.end(mandateId, 'revoked', Date.now())) return false;
      const mandate = mandates.find(mandateId);
      const sink = mandate && sinkOf(mandate);
      if (sink) notifications.enqueue(mandateRevokedEvent(publicUrl, mandate), sink, copies('revokeMandate', false));
      return true;
    });
  }

  const lateCaptures = createLateCaptures(database, books, (payment) => announcePayment(payment, false));
  seedDemoLines(database, lines, profile);
  return {
    ...{ profile, publicUrl, database, lines, books, mandates, faults, notifications, lateCaptures, announcePayment, revokeMandate },
    tokens: createTokens(database),
    refunds: createRefunds(database, books),
    sessions: createSessions(database),
    ...{ logins: createLogins(lines), lineWatch },
    start() {
      lateCaptures.start();
      notifications.start();
    },
    async close() {
      lateCaptures.stop();
      await notifications.stop();
      database.close();
    },
  };
}
