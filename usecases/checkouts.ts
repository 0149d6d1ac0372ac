import { randomBytes } from 'node:crypto';
import type { CheckoutRow } from '../db/entities/checkout.ts';
import type { DocumentRow } from '../db/entities/document.ts';
import { ISP_NAMES } from '../domain/isps.ts';
import { refuseField } from '../domain/refusals.ts';
import { newId } from '../vault/ids.ts';
import { finishAtReturn } from './checkout-return.ts';
import { openCheckout, viewCheckout, viewCheckoutPage } from './checkout-view.ts';
import type { UseCaseContext } from './context.ts';
import { checkQuantity } from './purchases.ts';
import { notFound, ownerOf } from './scope.ts';
import { clockNow, saleOffer } from './subscriptions.ts';
import type { CheckoutChoice, NewCheckout, UseCases } from './types.ts';

type CheckoutUseCases = Pick<UseCases, 'createCheckout' | 'getCheckout' | 'showCheckout' | 'leaveForIsp' | 'returnFromIsp'>;

const LIFETIME_MS = 24 * 3_600_000;

export function createCheckoutUseCases(context: UseCaseContext, sales: Pick<UseCases, 'buy' | 'subscribe'>): CheckoutUseCases {
  const { unitOfWork, vault, now } = context;
  return {
    async createCheckout(scope, input) {
      return await unitOfWork.transaction(async (stores) => {
        const document = await stores.documents.find({ ...ownerOf(scope), id: input.document });
        if (!document) throw refuseField('document_unknown', '/document', `There is no document ${input.document}.`);
        checkKind(document, input);
        if (document.kind === 'one_shot' && input.quantity !== null) checkQuantity(document, input.quantity);
        const offer = input.offer === null ? null : await saleOffer(stores, document.id, input.offer);
        await clockNow(stores, scope, input.test_clock);
        const key_wrapped = vault.newWrappedKey();
        await stores.checkouts.insert({
          id: input.id,
          ...ownerOf(scope),
          document_id: document.id,
          quantity: input.quantity,
          offer_id: offer?.id ?? null,
          isp: null,
          locale: input.locale ?? document.locale,
          client_reference: input.client_reference,
          return_url: input.return_url,
          test_clock_id: input.test_clock,
          email_sealed: input.email === null ? null : vault.seal(key_wrapped, input.email),
          key_wrapped,
          state_hash: null,
          purchase_id: newId('pur'),
          subscription_id: newId('sub'),
          completed_at: null,
          failure: null,
          expires_at: new Date(now().getTime() + LIFETIME_MS),
          created_at: now(),
        });
        const row = (await stores.checkouts.find({ ...ownerOf(scope), id: input.id })) ?? notFound('checkout', input.id);
        return await viewCheckout(context, stores, row);
      });
    },

    async getCheckout(scope, id) {
      return await unitOfWork.read(async (stores) => {
        const row = (await stores.checkouts.find({ ...ownerOf(scope), id })) ?? notFound('checkout', id);
        return await viewCheckout(context, stores, row);
      });
    },

    showCheckout: (id) => viewCheckoutPage(context, id),

    async leaveForIsp(id, choice) {
      const state = randomBytes(24).toString('base64url');
      const { row, document, page } = await keepChoice(context, { id, choice, state });
      const offer =
        row.offer_id && document.kind === 'rebilling' ? page.document.offers.find((each) => each.id === row.offer_id) : undefined;
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
    },

    async returnFromIsp(id, answer) {
      await finishAtReturn(context, sales, { id, answer });
      return await viewCheckoutPage(context, id);
    },
  };
}

function checkKind(document: DocumentRow, input: Pick<NewCheckout, 'quantity' | 'offer' | 'test_clock'>): void {
  if (document.kind === 'one_shot' && input.offer !== null)
    throw refuseField('document_kind_mismatch', '/offer', 'A one-shot document has no offers.');
  if (document.kind === 'one_shot' && input.test_clock !== null)
    throw refuseField('document_kind_mismatch', '/test_clock', 'A purchase is over at once; test clocks are for subscriptions.');
  if (document.kind === 'rebilling' && input.quantity !== null)
    throw refuseField('document_kind_mismatch', '/quantity', 'A subscription has one code; it is not sold by number.');
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
