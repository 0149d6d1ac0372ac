import type { PurchaseRow } from '../db/entities/purchase.ts';
import type { WholePurchase } from '../db/hot-purchases.ts';
import type { SharedTransactions } from '../db/shared-transactions.ts';
import type { Stores } from '../db/stores/index.ts';
import type { Owner } from '../db/stores/paging.ts';
import { Refusal } from '../domain/refusals.ts';
import { publicReference } from '../vault/ids.ts';
import type { Vault } from '../vault/vault.ts';
import type { UseCaseContext } from './context.ts';
import { saleQuery } from './list-filters.ts';
import { checkQuantity, findTerms, holdTerms, type Wanted } from './sale-terms.ts';
import { notFound, ownerOf } from './scope.ts';
import { identifySubscriber, sealBuyer, subscriberHash, tokenUsed } from './subscriber-token.ts';
import type { NewPurchase, PurchaseView, Scope, UseCases } from './types.ts';

export function createPurchaseUseCases(context: UseCaseContext): Pick<UseCases, 'buy' | 'getPurchase' | 'listPurchases'> {
  const { unitOfWork } = context;
  const shared = unitOfWork.share();
  return {
    async buy(scope, input) {
      const row = await writeOrFind(context, shared, scope, input);
      // The row is there; a crash from here on charges nothing, and a retry with the same key or the sweep takes it up.
      if (row.status === 'processing') await untilSettled(context, row);
      return await viewPurchase(context, scope, input.id);
    },

    async getPurchase(scope, id) {
      return await viewPurchase(context, scope, id);
    },

    async listPurchases(scope, page) {
      const { rows, has_more } = await unitOfWork.read((stores) => stores.purchases.list(ownerOf(scope), saleQuery(page)));
      return { data: await viewPurchases(context, rows), has_more };
    },
  };
}

/**
 * Has the purchase charged, and waits for its outcome: the row's, of which PostgreSQL tells at its commit, or the workflow's, for which Temporal
 * takes some ten milliseconds more and which says too that nothing is certain yet.
 */
async function untilSettled({ engine, settlements, wait_ms }: UseCaseContext, row: PurchaseRow): Promise<void> {
  const { settled, stop } = settlements.of(row.id);
  const answered = engine.buy({ purchase_id: row.id, isp: row.isp, merchant_id: row.merchant_id }, wait_ms);
  // Whoever has heard of the row does not need it.
  answered.catch(() => undefined);
  try {
    await Promise.race([answered, settled]);
  } finally {
    stop();
  }
}

/**
 * Writes the purchase without having looked for it, since in the ordinary course its id is new. Where that is refused it may have been written
 * before, by a request that was cut off; then nothing else counts: its token is used, by itself.
 */
async function writeOrFind(context: UseCaseContext, shared: SharedTransactions, scope: Scope, input: NewPurchase): Promise<PurchaseRow> {
  const { unitOfWork } = context;
  const wanted = { id: input.document, kind: 'one_shot', agreed: input.agreed_version } as const;
  try {
    const subscriber_reference = await identifySubscriber(context, { ...input, kind: 'one_shot', mode: scope.mode });
    return await writePurchase(context, shared, scope, { ...input, wanted, subscriber_reference });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const row = await unitOfWork.read((stores) => stores.purchases.find({ ...ownerOf(scope), id: input.id }));
    if (row) return row;
    // Of several reasons the caller hears of its document first.
    checkQuantity(await unitOfWork.read((stores) => findTerms(stores, scope, wanted)), input.quantity);
    throw error;
  }
}

type Identified = NewPurchase & { subscriber_reference: string; wanted: Wanted };

async function writePurchase(
  context: UseCaseContext,
  shared: SharedTransactions,
  scope: Scope,
  { wanted, ...input }: Identified,
): Promise<PurchaseRow> {
  const selling = { ...ownerOf(scope), document_id: wanted.id, isp: input.isp, subscriber_hash: subscriberHash(context, input) };
  const write = async (stores: Stores): Promise<PurchaseRow> => {
    const terms = await holdTerms(stores, scope, wanted);
    const unit_price_cents = checkQuantity(terms, input.quantity);
    const { buyer, ...sealed } = await sealBuyer(context, stores, input);
    const purchase = {
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
      created_at: context.now(),
      completed_at: null,
    } as const;
    // Its token paid for another one, unless this very purchase was written by a twin of this request, which the caller looks for.
    if (!(await stores.purchases.insert(purchase))) throw tokenUsed();
    return purchase;
  };
  // What was agreed to in a popup may be an older version, which is not read for others too.
  return await (wanted.agreed === undefined ? shared.selling(selling, write) : context.unitOfWork.transaction(write));
}

/** Refuses with not_found. */
export async function viewPurchase({ unitOfWork, vault }: UseCaseContext, owner: Owner, id: string): Promise<PurchaseView> {
  return viewOf(vault, (await unitOfWork.hot.findPurchase({ ...ownerOf(owner), id })) ?? notFound('purchase', id));
}

async function viewPurchases({ unitOfWork, vault }: UseCaseContext, rows: PurchaseRow[]): Promise<PurchaseView[]> {
  const found = await unitOfWork.read(async (stores) => ({
    codes: await stores.codes.ofPurchases(rows.map((row) => row.id)),
    buyers: await stores.buyers.many(rows.map((row) => row.buyer_id)),
    charges: await stores.charges.ofPurchases(rows.map((row) => row.id)),
  }));
  return rows.map((row) =>
    viewOf(vault, {
      ...row,
      key_wrapped: found.buyers.get(row.buyer_id)?.key_wrapped ?? null,
      charge_id: found.charges.find((charge) => charge.purchase_id === row.id)?.id ?? null,
      codes: found.codes
        .filter((code) => code.purchase_id === row.id)
        .map(({ code_sealed, used_at }) => ({ code_sealed, is_used: Boolean(used_at) })),
    }),
  );
}

type Viewed = Omit<WholePurchase, OptionalColumn> & { [Column in OptionalColumn]?: WholePurchase[Column] | undefined };
type OptionalColumn = 'document_version' | 'client_reference' | 'decline_reason' | 'completed_at';

function viewOf(vault: Vault, { key_wrapped, ...row }: Viewed): PurchaseView {
  return {
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
    // An erased buyer's codes can't be read any more, by design.
    codes: key_wrapped
      ? row.codes.map(({ code_sealed, is_used }) => ({ code: vault.open(key_wrapped, code_sealed), status: is_used ? 'used' : 'unused' }))
      : [],
    decline: row.decline_reason ? { reason: row.decline_reason } : null,
    charge: row.charge_id,
    created_at: row.created_at,
    completed_at: row.completed_at ?? null,
  };
}
