import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { bytes, id, instant, locale } from './columns.ts';

/**
 * Somebody asked for the link that lists the subscriptions of an address. The row is also the letter's place in the outbox. The address lies under
 * a key of its own, and both are deleted once the letter is sent; what opens the page afterwards is the hash.
 */
export const LeaveRequest = defineEntity({
  name: 'LeaveRequest',
  tableName: 'leave_request',
  properties: {
    id: id(),
    email_hash: bytes(),
    email_sealed: bytes().nullable(),
    key_wrapped: bytes().nullable(),
    /** The token is computed from the id, as the link needs it when the letter is written. */
    token_hash: bytes().unique(),
    locale: locale(),
    attempts: p.integer(),
    next_attempt_at: instant().nullable(),
    last_error: p.text().nullable(),
    sent_at: instant().nullable(),
    expires_at: instant().index(),
    created_at: instant(),
  },
});
export type LeaveRequestRow = InferEntity<typeof LeaveRequest>;
