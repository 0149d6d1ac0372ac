import { randomBytes } from 'node:crypto';
import type { CheckoutRow } from '../db/entities/checkout.ts';
import type { Stores } from '../db/stores/index.ts';
import type { HostedPage } from '../domain/consent.ts';
import { ISP_NAMES } from '../domain/isps.ts';
import { CURRENCY, wireCents } from '../domain/money.ts';
import { refuseField } from '../domain/refusals.ts';
import type { AuthorizePage } from '../gateways/isp/port.ts';
import { openCheckout } from './checkout-view.ts';
import { keepConsentText } from './consent.ts';
import type { UseCaseContext } from './context.ts';
import { checkQuantity, holdTerms, holdTier, type SaleTerms, saleOffer } from './sale-terms.ts';
import type { CheckoutChoice, OfferView } from './types.ts';

/** Keeps the buyer's choice and answers the address of the ISP's hosted page, where the line is identified and the price accepted. */
export async function leaveForIsp(context: UseCaseContext, id: string, choice: CheckoutChoice): Promise<{ redirect_url: string }> {
  const state = randomBytes(24).toString('base64url');
  const shown = await keepChoice(context, { id, choice, state });
  const redirect_uri = `${context.public_url}/checkout/${id}/return`;
  return { redirect_url: context.isps[choice.isp].authorizeUrl({ ...shown, redirect_uri, state }) };
}

/** What the ISP is asked to show. */
type Shown = Omit<AuthorizePage, 'redirect_uri' | 'state'>;

type Kept = { change: Partial<CheckoutRow>; shown: Shown };

/** Checks and keeps what the buyer chose and confirmed, with a fresh state for the way to the ISP and back. */
async function keepChoice(
  context: UseCaseContext,
  { id, choice, state }: { id: string; choice: CheckoutChoice; state: string },
): Promise<Shown> {
  const { unitOfWork, vault } = context;
  return await unitOfWork.transaction(async (stores) => {
    const row = await openCheckout(context, stores, id);
    const { id: document_id, kind } = await stores.documents.get(row.document_id);
    // Held: what the buyer is sent away with is one version, and it is still sold.
    const terms = await holdTerms(stores, row, { id: document_id, kind, agreed: undefined });
    if (kind === 'rebilling') await holdTier(stores, row.merchant_id);
    const merchant_name = (await stores.merchants.find(row.merchant_id))?.name ?? '';
    const page = { merchant_name, description: `${terms.name} (${ISP_NAMES[choice.isp]})`, locale: choice.locale };
    const { change, shown } =
      kind === 'one_shot'
        ? chooseQuantity({ row, terms, choice, page })
        : await chooseOffer(stores, { row, terms, choice, page, now: context.now() });
    const key_wrapped = row.key_wrapped ?? vault.newWrappedKey();
    await stores.checkouts.update(id, {
      ...change,
      document_version: terms.number,
      isp: choice.isp,
      locale: choice.locale,
      failure: null,
      key_wrapped,
      email_sealed: vault.seal(key_wrapped, choice.email),
      state_hash: vault.lookupHash('checkout_state', state),
    });
    return shown;
  });
}

type Choosing = {
  row: CheckoutRow;
  terms: SaleTerms;
  choice: CheckoutChoice;
  page: Pick<Shown, 'merchant_name' | 'description' | 'locale'>;
};

function chooseQuantity({ row, terms, choice, page }: Choosing): Kept {
  const quantity = choice.quantity ?? row.quantity ?? 1;
  const amount_cents = checkQuantity(terms, quantity) * BigInt(quantity);
  return { change: { quantity }, shown: { ...page, kind: 'one_shot', amount_cents, period: undefined } };
}

/** With the offer goes the consent: the text that was confirmed, and what the ISP is asked to show. */
async function chooseOffer(stores: Stores, { row, terms, choice, page, now }: Choosing & { now: Date }): Promise<Kept> {
  if (choice.offer === null) throw refuseField('offer_unknown', '/offer', 'Choose an offer.');
  if (choice.consent_text === null) throw new Error(`checkout ${row.id} is confirmed without the words of its consent`);
  const offer = saleOffer(terms, choice.offer);
  const text_version = await keepConsentText(stores, { language: choice.locale, body: choice.consent_text, now });
  const shown_at = row.form_shown_at?.toISOString() ?? null;
  const consent = {
    text_version,
    shown_at,
    accepted_at: now.toISOString(),
    isp_page: hostedPage(page, { offer, language: choice.locale }),
  };
  return {
    change: { offer_id: offer.id, consent },
    shown: { ...page, kind: 'mandate', amount_cents: offer.price_cents, period: offer.period },
  };
}

function hostedPage(page: Choosing['page'], { offer, language }: { offer: OfferView; language: HostedPage['language'] }): HostedPage {
  const { merchant_name, description } = page;
  return { merchant_name, description, amount: wireCents(offer.price_cents), currency: CURRENCY, period: offer.period, language };
}
