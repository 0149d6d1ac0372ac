import { timingSafeEqual } from 'node:crypto';
import type { CheckoutRow } from '../db/entities/checkout.ts';
import type { MerchantRow } from '../db/entities/merchant.ts';
import { Refusal } from '../domain/refusals.ts';
import { newId } from '../vault/ids.ts';
import type { UseCaseContext } from './context.ts';
import { notFound } from './scope.ts';
import type { IspReturn, Scope, UseCases } from './types.ts';

type Sales = Pick<UseCases, 'buy' | 'subscribe'>;

/**
 * The buyer is back from the ISP's page. Buys or subscribes under the id that the checkout was created with, so coming back twice, by a
 * reload or a double click, buys once. What ends without a sale is kept as the checkout's failure and the buyer may try again.
 */
export async function finishAtReturn(
  context: UseCaseContext,
  sales: Sales,
  { id, answer }: { id: string; answer: IspReturn },
): Promise<void> {
  const { unitOfWork, vault } = context;
  const row = await unitOfWork.read((stores) => stores.checkouts.findById(id));
  if (!row) return notFound('checkout', id);
  if (row.completed_at || !row.isp || !row.state_hash) return;
  if (!sameBytes(row.state_hash, vault.lookupHash('checkout_state', answer.state))) return;
  if (answer.subscriber_token === undefined) return await fail(context, row, 'refused');
  try {
    const failure = await sell(context, sales, { row, subscriber_token: answer.subscriber_token });
    if (failure !== undefined) await fail(context, row, failure);
  } catch (error) {
    // Where the engine or the ISP is away the row may be written already: the same way back is tried again, under the same id.
    if (!(error instanceof Refusal) || error.code === 'billing_unavailable' || error.code === 'isp_unavailable') throw error;
    await fail(context, row, error.code);
  }
}

/** Answers why it was declined; undefined where it was sold, or may still be. */
async function sell(
  context: UseCaseContext,
  sales: Sales,
  { row, subscriber_token }: { row: CheckoutRow; subscriber_token: string },
): Promise<string | undefined> {
  const { merchant, document } = await context.unitOfWork.read(async (stores) => ({
    merchant: await stores.merchants.find(row.merchant_id),
    document: await stores.documents.get(row.document_id),
  }));
  if (!merchant || !row.isp || !row.email_sealed || !row.key_wrapped)
    throw new Error(`checkout ${row.id} is at its end without its choices`);
  const buyer = { email: context.vault.open(row.key_wrapped, row.email_sealed), isp: row.isp, subscriber_token };
  const agreed_version = row.document_version ?? undefined;
  const common = {
    ...buyer,
    document: row.document_id,
    agreed_version,
    client_reference: row.client_reference ?? null,
    locale: row.locale,
  };
  const scope = scopeOf(merchant, row);
  if (document.kind === 'one_shot') {
    const purchase = await sales.buy(scope, { ...common, id: row.purchase_id, quantity: row.quantity ?? 1 });
    if (purchase.status === 'declined') return purchase.decline?.reason ?? 'unknown';
  } else {
    const offer = row.offer_id ?? '';
    const subscription = await sales.subscribe(scope, {
      ...common,
      id: row.subscription_id,
      offer,
      test_clock: row.test_clock_id ?? null,
      consent: row.consent ? { checkout: row.id, confirmed: row.consent } : null,
    });
    if (subscription.status === 'ended') return subscription.decline?.reason ?? 'unknown';
  }
  // The buyer's own row has the address now; the checkout's copy and its key go.
  await complete(context, row);
  return undefined;
}

function scopeOf(merchant: MerchantRow, row: CheckoutRow): Scope {
  return { merchant_id: merchant.id, merchant_name: merchant.name, tier: merchant.tier, mode: row.mode, key_id: 'checkout' };
}

async function complete({ unitOfWork, now }: UseCaseContext, row: CheckoutRow): Promise<void> {
  await unitOfWork.transaction((stores) =>
    stores.checkouts.update(row.id, { completed_at: now(), email_sealed: null, key_wrapped: null, state_hash: null, failure: null }),
  );
}

/** The next try is a new purchase or subscription: the one that failed keeps its own row and story. */
async function fail({ unitOfWork }: UseCaseContext, row: CheckoutRow, failure: string): Promise<void> {
  await unitOfWork.transaction((stores) =>
    stores.checkouts.update(row.id, { failure, state_hash: null, purchase_id: newId('pur'), subscription_id: newId('sub') }),
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
