import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { bytes, id, instant, isp } from './columns.ts';

/**
 * One subscriber of one ISP, known by a keyed hash of the ISP's opaque reference. Everything private that we keep of them is sealed
 * under this row's own key, so that erasing a buyer is deleting the key.
 */
export const Buyer = defineEntity({
  name: 'Buyer',
  tableName: 'buyer',
  // Two purchases at once by one new subscriber must meet in one row.
  uniques: [{ properties: ['isp', 'subscriber_hash'] }],
  properties: { id: id(), isp: isp(), subscriber_hash: bytes(), key_wrapped: bytes().nullable(), created_at: instant() },
});
export type BuyerRow = InferEntity<typeof Buyer>;
