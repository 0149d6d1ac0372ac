import type { DocumentRow } from '../db/entities/document.ts';
import { refuseField } from '../domain/refusals.ts';
import { newId } from '../vault/ids.ts';
import { leaveForIsp } from './checkout-leave.ts';
import { finishAtReturn } from './checkout-return.ts';
import { viewCheckout, viewCheckoutPage } from './checkout-view.ts';
import type { UseCaseContext } from './context.ts';
import { checkNotArchived, checkQuantity, holdTier, saleOffer, termsNow } from './sale-terms.ts';
import { notFound, ownerOf } from './scope.ts';
import { clockNow } from './subscriptions.ts';
import type { NewCheckout, UseCases } from './types.ts';

type CheckoutUseCases = Pick<
  UseCases,
  'createCheckout' | 'getCheckout' | 'showCheckout' | 'noteFormShown' | 'leaveForIsp' | 'returnFromIsp'
>;

const LIFETIME_MS = 24 * 3_600_000;

export function createCheckoutUseCases(context: UseCaseContext, sales: Pick<UseCases, 'buy' | 'subscribe'>): CheckoutUseCases {
  const { unitOfWork, vault, now } = context;
  return {
    async createCheckout(scope, input) {
      return await unitOfWork.transaction(async (stores) => {
        const document = await stores.documents.hold({ ...ownerOf(scope), id: input.document });
        if (!document) throw refuseField('document_unknown', '/document', `There is no document ${input.document}.`);
        checkKind(document, input);
        checkNotArchived(document);
        if (document.kind === 'rebilling') await holdTier(stores, scope.merchant_id);
        const terms = await termsNow(stores, document);
        if (document.kind === 'one_shot' && input.quantity !== null) checkQuantity(terms, input.quantity);
        const offer = input.offer === null ? null : saleOffer(terms, input.offer);
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
          form_shown_at: null,
          consent: null,
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

    noteFormShown: (id) => unitOfWork.transaction((stores) => stores.checkouts.noteFormShown(id, now())),

    leaveForIsp: (id, choice) => leaveForIsp(context, id, choice),

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
