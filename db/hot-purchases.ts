import type { DeclineReason } from '../domain/charges.ts';
import type { Isp } from '../domain/isps.ts';
import type { Mode, PurchaseStatus } from '../domain/subscriptions.ts';
import type { Run } from './database.ts';
import type { Owner } from './stores/paging.ts';

/** A purchase with all that its view shows; the codes as they are kept, under the buyer's key, which is null once the buyer is erased. */
export type WholePurchase = {
  id: string;
  mode: Mode;
  status: PurchaseStatus;
  reference: string;
  document_id: string;
  document_version: number | null;
  quantity: number;
  amount_cents: bigint;
  isp: Isp;
  client_reference: string | null;
  decline_reason: DeclineReason | null;
  created_at: Date;
  completed_at: Date | null;
  charge_id: string | null;
  key_wrapped: Uint8Array | null;
  codes: { code_sealed: Uint8Array; is_used: boolean }[];
};

type FoundRow = Omit<WholePurchase, 'amount_cents' | 'codes'> & {
  amount_cents: string;
  codes: { code_sealed: string; is_used: boolean }[];
};

const FIND_PURCHASE = {
  name: 'find_purchase',
  text: `select p.id, p.mode, p.status, p.reference, p.document_id, p.document_version, p.quantity, p.amount_cents, p.isp, p.client_reference,
      p.decline_reason, p.created_at, p.completed_at, h.id as charge_id, b.key_wrapped,
      (select coalesce(json_agg(json_build_object('code_sealed', encode(c.code_sealed, 'hex'), 'is_used', c.used_at is not null) order by c.id), '[]')
        from code c where c.purchase_id = p.id) as codes
    from purchase p
    left join buyer b on b.id = p.buyer_id
    left join charge h on h.purchase_id = p.id
    where p.id = $1 and p.merchant_id = $2 and p.mode = $3`,
};

export async function findPurchase(run: Run, { id, merchant_id, mode }: Owner & { id: string }): Promise<WholePurchase | undefined> {
  const [row] = await run<FoundRow>(FIND_PURCHASE, [id, merchant_id, mode]);
  if (!row) return undefined;
  const codes = row.codes.map(({ code_sealed, is_used }) => ({ code_sealed: Buffer.from(code_sealed, 'hex'), is_used }));
  return { ...row, amount_cents: BigInt(row.amount_cents), codes };
}
