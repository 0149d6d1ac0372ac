import type { BuyerRow } from '../db/entities/buyer.ts';
import type { CheckoutRow } from '../db/entities/checkout.ts';
import type { PurchaseRow } from '../db/entities/purchase.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { maskEmail } from '../domain/emails.ts';
import { Refusal } from '../domain/refusals.ts';
import type { Vault } from '../vault/vault.ts';
import type { UseCaseContext } from './context.ts';
import { viewDocument } from './documents.ts';
import { viewPurchase } from './purchases.ts';
import { notFound } from './scope.ts';
import { viewSubscription } from './subscription-view.ts';
import type { CheckoutPage, CheckoutView } from './types.ts';

/** The checkout, locked, where the buyer can still go on with it. */
export async function openCheckout({ now }: UseCaseContext, stores: Stores, id: string): Promise<CheckoutRow> {
  const row = (await stores.checkouts.lock(id)) ?? notFound('checkout', id);
  if (row.completed_at) throw new Refusal('checkout_completed', 'This checkout is completed already.');
  if (row.expires_at.getTime() <= now().getTime()) throw new Refusal('checkout_expired', 'This checkout has expired; start a new one.');
  return row;
}

export async function viewCheckout({ public_url, now }: UseCaseContext, stores: Stores, row: CheckoutRow): Promise<CheckoutView> {
  const document = await stores.documents.get(row.document_id);
  const expired = row.expires_at.getTime() <= now().getTime();
  return {
    id: row.id,
    url: `${public_url}/checkout/${row.id}`,
    document: row.document_id,
    status: row.completed_at ? 'completed' : expired ? 'expired' : 'open',
    purchase: row.completed_at && document.kind === 'one_shot' ? row.purchase_id : null,
    subscription: row.completed_at && document.kind === 'rebilling' ? row.subscription_id : null,
    expires_at: row.expires_at,
    created_at: row.created_at,
  };
}

type Sale = { purchase: PurchaseRow | null; subscription: SubscriptionRow | null; buyer: BuyerRow | null };

/** What became of the checkout so far, with the buyer under whose key its address lies. */
async function findSale(stores: Stores, row: CheckoutRow): Promise<Sale> {
  const owner = { merchant_id: row.merchant_id, mode: row.mode };
  const purchase = await stores.purchases.find({ ...owner, id: row.purchase_id });
  const subscription = await stores.subscriptions.find({ ...owner, id: row.subscription_id });
  const buyer_id = (purchase ?? subscription)?.buyer_id;
  return { purchase, subscription, buyer: buyer_id === undefined ? null : await stores.buyers.get(buyer_id) };
}

function sentTo(vault: Vault, { purchase, subscription, buyer }: Sale): string | null {
  const sealed = (purchase ?? subscription)?.email_sealed;
  return sealed && buyer?.key_wrapped ? maskEmail(vault.open(buyer.key_wrapped, sealed)) : null;
}

export async function viewCheckoutPage(context: UseCaseContext, id: string): Promise<CheckoutPage> {
  const { unitOfWork, vault } = context;
  const found = await unitOfWork.read(async (stores) => {
    const row = (await stores.checkouts.findById(id)) ?? notFound('checkout', id);
    return {
      row,
      checkout: await viewCheckout(context, stores, row),
      merchant: await stores.merchants.find(row.merchant_id),
      document: await viewDocument(stores, await stores.documents.get(row.document_id)),
      offer: row.offer_id ? await stores.documents.offer(row.offer_id) : null,
      ...(await findSale(stores, row)),
    };
  });
  const { row, offer } = found;
  return {
    checkout: found.checkout,
    merchant_name: found.merchant?.name ?? '',
    document: found.document,
    locale: row.locale,
    quantity: row.quantity ?? null,
    offer: offer ? { id: offer.id, period: offer.period, price_cents: offer.price_cents } : null,
    email: row.email_sealed && row.key_wrapped ? vault.open(row.key_wrapped, row.email_sealed) : null,
    isp: row.isp ?? null,
    return_url: row.return_url ?? null,
    failure: row.failure ?? null,
    sent_to: sentTo(vault, found),
    purchase: found.purchase ? await viewPurchase(context, row, found.purchase.id) : null,
    subscription: found.subscription ? await viewSubscription(context, found.subscription) : null,
  };
}
