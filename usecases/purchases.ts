import type { PurchaseRow } from '../db/entities/purchase.ts';
import { publicReference } from '../vault/ids.ts';
import type { UseCaseContext } from './context.ts';
import { saleQuery } from './list-filters.ts';
import { checkQuantity, findTerms, holdTerms } from './sale-terms.ts';
import { notFound, ownerOf } from './scope.ts';
import { identifySubscriber, sealBuyer, tokenUsed } from './subscriber-token.ts';
import type { CodeView, NewPurchase, PurchaseView, Scope, UseCases } from './types.ts';

export function createPurchaseUseCases(context: UseCaseContext): Pick<UseCases, 'buy' | 'getPurchase' | 'listPurchases'> {
  const { unitOfWork, engine } = context;
  return {
    async buy(scope, input) {
      const row = (await findPurchase(context, scope, input.id)) ?? (await writePurchase(context, scope, input));
      // The row is there; a crash from here on charges nothing, and a retry with the same key or the sweep takes it up.
      if (row.status === 'processing') {
        await engine.buy({ purchase_id: row.id, isp: row.isp, merchant_id: row.merchant_id }, context.wait_ms);
      }
      return await viewPurchase(context, (await findPurchase(context, scope, input.id)) ?? notFound('purchase', input.id));
    },

    async getPurchase(scope, id) {
      return await viewPurchase(context, (await findPurchase(context, scope, id)) ?? notFound('purchase', id));
    },

    async listPurchases(scope, page) {
      const { rows, has_more } = await unitOfWork.read((stores) => stores.purchases.list(ownerOf(scope), saleQuery(page)));
      return { data: await viewPurchases(context, rows), has_more };
    },
  };
}

async function findPurchase({ unitOfWork }: UseCaseContext, scope: Scope, id: string): Promise<PurchaseRow | null> {
  return await unitOfWork.read((stores) => stores.purchases.find({ ...ownerOf(scope), id }));
}

async function writePurchase(context: UseCaseContext, scope: Scope, input: NewPurchase): Promise<PurchaseRow> {
  const { unitOfWork, now } = context;
  const wanted = { id: input.document, kind: 'one_shot', agreed: input.agreed_version } as const;
  checkQuantity(await unitOfWork.read((stores) => findTerms(stores, scope, wanted)), input.quantity);
  const subscriber_reference = await identifySubscriber(context, { ...input, kind: 'one_shot', mode: scope.mode });
  return await unitOfWork.transaction(async (stores) => {
    const terms = await holdTerms(stores, scope, wanted);
    const unit_price_cents = checkQuantity(terms, input.quantity);
    const { buyer, ...sealed } = await sealBuyer(context, stores, { ...input, subscriber_reference });
    const inserted = await stores.purchases.insert({
      id: input.id,
      reference: publicReference(input.id),
      ...ownerOf(scope),
      document_id: terms.document_id,
      document_version: terms.number,
      buyer_id: buyer.id,
      isp: input.isp,
      quantity: input.quantity,
      unit_price_cents,
      amount_cents: unit_price_cents * BigInt(input.quantity),
      locale: input.locale ?? terms.locale,
      client_reference: input.client_reference,
      ...sealed,
      status: 'processing',
      decline_reason: null,
      created_at: now(),
      completed_at: null,
    });
    // Either this very purchase was written by a twin of this request, or its token paid for another one.
    const row = inserted ? await stores.purchases.get(input.id) : await stores.purchases.find({ ...ownerOf(scope), id: input.id });
    if (!row) throw tokenUsed();
    return row;
  });
}

export async function viewPurchase(context: UseCaseContext, row: PurchaseRow): Promise<PurchaseView> {
  const [view] = await viewPurchases(context, [row]);
  return view ?? notFound('purchase', row.id);
}

async function viewPurchases({ unitOfWork, vault }: UseCaseContext, rows: PurchaseRow[]): Promise<PurchaseView[]> {
  const found = await unitOfWork.read(async (stores) => ({
    codes: await stores.codes.ofPurchases(rows.map((row) => row.id)),
    buyers: await stores.buyers.many(rows.map((row) => row.buyer_id)),
    charges: await stores.charges.ofPurchases(rows.map((row) => row.id)),
  }));
  const codesOf = (row: PurchaseRow): CodeView[] => {
    const key = found.buyers.get(row.buyer_id)?.key_wrapped;
    // An erased buyer's codes can't be read any more, by design.
    if (!key) return [];
    return found.codes
      .filter((code) => code.purchase_id === row.id)
      .map((code) => ({ code: vault.open(key, code.code_sealed), status: code.used_at ? 'used' : 'unused' }));
  };
  return rows.map((row) => ({
    id: row.id,
    mode: row.mode,
    status: row.status,
    reference: row.reference,
    document: row.document_id,
    document_version: row.document_version ?? null,
    quantity: row.quantity,
    amount_cents: row.amount_cents,
    isp: row.isp,
    client_reference: row.client_reference ?? null,
    codes: codesOf(row),
    decline: row.decline_reason ? { reason: row.decline_reason } : null,
    charge: found.charges.find((charge) => charge.purchase_id === row.id)?.id ?? null,
    created_at: row.created_at,
    completed_at: row.completed_at ?? null,
  }));
}
