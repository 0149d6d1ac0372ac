import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { bytes, id, instant, mode, reference } from './columns.ts';

/** An access code: found by keyed hash, shown again from its sealed text. One for the life of a subscription. */
export const Code = defineEntity({
  name: 'Code',
  tableName: 'code',
  properties: {
    id: id(),
    merchant_id: reference(),
    mode: mode(),
    document_id: reference(),
    buyer_id: reference(),
    purchase_id: reference().nullable(),
    /** One code, never replaced. */
    subscription_id: reference().unique().nullable(),
    code_hash: bytes().unique(),
    code_sealed: bytes(),
    used_at: instant().nullable(),
    /** The validation that used it up: the same one asked again, after a crash before its answer was kept, gets the same answer. */
    used_by: reference().nullable(),
    created_at: instant(),
  },
});
export type CodeRow = InferEntity<typeof Code>;
