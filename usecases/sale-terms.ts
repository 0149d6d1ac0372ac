import type { DocumentRow, DocumentVersionRow } from '../db/entities/document.ts';
import type { Stores } from '../db/stores/index.ts';
import type { Owner } from '../db/stores/paging.ts';
import { decimalText } from '../domain/money.ts';
import { maySellSubscriptions, ONE_SHOT_CEILING_CENTS, PERIODS, type Tier } from '../domain/offers.ts';
import { Refusal, refuseField } from '../domain/refusals.ts';
import { notFound, ownerOf } from './scope.ts';
import type { OfferView } from './types.ts';

/** `agreed` is the version that the buyer agreed to, where that was kept; else the newest holds. */
export type Wanted = { id: string; kind: 'one_shot' | 'rebilling'; agreed: number | undefined };

/** What a sale is made under: one version of a document. */
export type SaleTerms = Pick<DocumentRow, 'name' | 'site_url' | 'locale' | 'price_cents' | 'max_codes'> & {
  document_id: string;
  number: number;
  offers: OfferView[];
};

/** The terms of a document that is named in a request's body, where something new may be sold under it. */
export async function findTerms(stores: Stores, owner: Owner, wanted: Wanted): Promise<SaleTerms> {
  return await checkedTerms(stores, await stores.documents.find({ ...ownerOf(owner), id: wanted.id }), wanted);
}

/**
 * The same in the transaction of the sale itself: the document stays as it is until that ends, so that a sale is before an archiving or a
 * change, or after it.
 */
export async function holdTerms(stores: Stores, owner: Owner, wanted: Wanted): Promise<SaleTerms> {
  return await checkedTerms(stores, await stores.documents.hold({ ...ownerOf(owner), id: wanted.id }), wanted);
}

/** The newest terms of a document. */
export async function termsNow(stores: Stores, document: DocumentRow): Promise<SaleTerms> {
  const { id: document_id, version: number, name, site_url, locale, price_cents, max_codes } = document;
  const offers = document.kind === 'one_shot' ? [] : await stores.documents.offers([document_id]);
  return { document_id, number, name, site_url, locale, price_cents, max_codes, offers };
}

export function versionOffers({ offers }: DocumentVersionRow): OfferView[] {
  return offers.map(({ id, period, price_cents }) => ({ id, period, price_cents: BigInt(price_cents) }));
}

async function checkedTerms(stores: Stores, document: DocumentRow | null, wanted: Wanted): Promise<SaleTerms> {
  if (!document) throw refuseField('document_unknown', '/document', `There is no document ${wanted.id}.`);
  if (document.kind !== wanted.kind) {
    throw refuseField('document_kind_mismatch', '/document', `This needs a ${wanted.kind} document; ${wanted.id} is ${document.kind}.`);
  }
  checkNotArchived(document);
  if (wanted.agreed === undefined) return await termsNow(stores, document);
  const version = await stores.documents.version(document.id, wanted.agreed);
  return { ...version, offers: versionOffers(version) };
}

export function checkNotArchived(document: DocumentRow): void {
  if (!document.archived_at) return;
  throw refuseField('document_archived', '/document', `The document ${document.id} is archived: nothing new is sold under it.`);
}

/** The tier as it stands until the end of the caller's transaction: a downgrade waits, and nothing begins after it. */
export async function holdTier(stores: Stores, merchant_id: string): Promise<void> {
  const merchant = (await stores.merchants.hold(merchant_id)) ?? notFound('merchant', merchant_id);
  checkTier(merchant.tier);
}

export function checkTier(tier: Tier): void {
  if (maySellSubscriptions(tier)) return;
  throw new Refusal('rebilling_requires_premium', `Subscriptions are for merchants of tier premium or prestige; yours is ${tier}.`);
}

/** Answers the price of one code. */
export function checkQuantity({ document_id, price_cents, max_codes }: Omit<SaleTerms, 'offers'>, quantity: number): bigint {
  if (price_cents == null || max_codes == null) throw new Error(`one-shot document ${document_id} has no price`);
  if (quantity > max_codes) {
    throw refuseField('quantity_above_maximum', '/quantity', `At most ${max_codes} codes are sold at once.`);
  }
  if (price_cents * BigInt(quantity) > ONE_SHOT_CEILING_CENTS) {
    const ceiling = decimalText(ONE_SHOT_CEILING_CENTS);
    throw refuseField('one_shot_total_above_ceiling', '/quantity', `One purchase costs at most EUR ${ceiling}.`);
  }
  return price_cents;
}

/** An offer by its id, or by its period where there is one of that period. */
export function saleOffer({ offers }: Pick<SaleTerms, 'offers'>, wanted: string): OfferView {
  const byPeriod = PERIODS.some((period) => period === wanted) ? offers.filter((offer) => offer.period === wanted) : [];
  const offer = offers.find((candidate) => candidate.id === wanted) ?? (byPeriod.length === 1 ? byPeriod[0] : undefined);
  if (offer) return offer;
  const several = byPeriod.length > 1 ? `The document has ${byPeriod.length} offers by the ${wanted}: name one by its id.` : undefined;
  throw refuseField('offer_unknown', '/offer', several ?? `The document has no offer ${wanted}.`);
}
