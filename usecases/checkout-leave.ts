import { randomBytes } from 'node:crypto';
import type { CheckoutRow } from '../db/entities/checkout.ts';
import { ISP_NAMES } from '../domain/isps.ts';
import { refuseField } from '../domain/refusals.ts';
import { openCheckout, viewCheckoutPage } from './checkout-view.ts';
import type { UseCaseContext } from './context.ts';
import { checkQuantity } from './purchases.ts';
import { saleOffer } from './subscriptions.ts';
import type { CheckoutChoice } from './types.ts';

/** Keeps the buyer's choice and answers the address of the ISP's hosted page, where the line is identified and the price accepted. */
export async function leaveForIsp(context: UseCaseContext, id: string, choice: CheckoutChoice): Promise<{ redirect_url: string }> {
  const state = randomBytes(24).toString('base64url');
  const { row, document, page } = await keepChoice(context, { id, choice, state });
  const { offer } = page;
  const amount_cents = offer?.price_cents ?? (document.price_cents ?? 0n) * BigInt(row.quantity ?? 1);
  const redirect_url = context.isps[choice.isp].authorizeUrl({
    kind: document.kind === 'one_shot' ? 'one_shot' : 'mandate',
    redirect_uri: `${context.public_url}/checkout/${id}/return`,
    state,
    merchant_name: page.merchant_name,
    description: `${document.name} (${ISP_NAMES[choice.isp]})`,
    amount_cents,
    period: offer?.period,
    locale: choice.locale,
  });
  return { redirect_url };
}

/** Checks and keeps what the buyer chose, with a fresh state for the way to the ISP and back. */
async function keepChoice(context: UseCaseContext, { id, choice, state }: { id: string; choice: CheckoutChoice; state: string }) {
  const { unitOfWork, vault } = context;
  const { row, document } = await unitOfWork.transaction(async (stores) => {
    const row = await openCheckout(context, stores, id);
    const document = await stores.documents.get(row.document_id);
    const change: Partial<CheckoutRow> = { isp: choice.isp, locale: choice.locale, failure: null };
    if (document.kind === 'one_shot') {
      const quantity = choice.quantity ?? row.quantity ?? 1;
      checkQuantity(document, quantity);
      change.quantity = quantity;
    } else {
      if (choice.offer === null) throw refuseField('offer_unknown', '/offer', 'Choose an offer.');
      change.offer_id = (await saleOffer(stores, document.id, choice.offer)).id;
    }
    const key_wrapped = row.key_wrapped ?? vault.newWrappedKey();
    await stores.checkouts.update(id, {
      ...change,
      key_wrapped,
      email_sealed: vault.seal(key_wrapped, choice.email),
      state_hash: vault.lookupHash('checkout_state', state),
    });
    return { row: { ...row, ...change }, document };
  });
  return { row, document, page: await viewCheckoutPage(context, id) };
}
