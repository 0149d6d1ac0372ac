import type { Locale } from '../domain/subscriptions.ts';
import type { UnsubscribePage } from './types.ts';

/** What a code is of. The token of a subscription opens the page of its unsubscribe link. */
export type CodeOwner = { kind: 'subscription'; token: string } | { kind: 'one_shot' } | { kind: 'unknown' };

/** The subscriptions of the person who opened a mailed link: those that run, and those that ended a moment ago. */
export type LeavePage = { kind: 'open'; locale: Locale; subscriptions: UnsubscribePage[] } | { kind: 'expired'; locale: Locale };

/** The way out for people who lost the letter with the link (product.md, "Résilier votre contrat"); no account is needed. */
export type LeavingUseCases = {
  /** Whoever holds a code may end what it is of. */
  findByCode(code: string): Promise<CodeOwner>;
  /** Sends a link to the address where something runs under it. The answer and its time are the same for every address. */
  requestLeaveLink(input: { email: string; locale: Locale }): Promise<void>;
  /** Refuses with not_found. */
  showLeavePage(token: string): Promise<LeavePage>;
  /** Ends one of them; harmless when repeated. Refuses with not_found, for a subscription of somebody else too; an expired link ends nothing. */
  endFromLeavePage(token: string, subscription_id: string): Promise<LeavePage>;
};
