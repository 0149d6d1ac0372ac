import type { DocumentRow, DocumentVersionRow, OfferRow } from '../db/entities/document.ts';
import type { Stores } from '../db/stores/index.ts';
import { newId } from '../vault/ids.ts';
import type { DocumentVersionView } from './document-types.ts';
import { versionOffers } from './sale-terms.ts';
import type { DocumentChange, NewOffer } from './types.ts';

/**
 * Changes a document that the caller's transaction has locked, and keeps what it then is as its next version. A change to what it is
 * already makes no version. What was sold keeps its price: it is the sale's, not the document's.
 */
export async function changeToNextVersion(stores: Stores, document: DocumentRow, { change, now }: { change: DocumentChange; now: Date }) {
  // How callbacks are sent is kept beside the document, and is no part of what is sold.
  const { offers, callback_format: _format, ...columns } = change;
  const current = await stores.documents.offers([document.id]);
  const has_new_columns = Object.entries(columns).some(([name, value]) => (document[name as keyof DocumentRow] ?? null) !== value);
  const has_new_offers = offers !== undefined && !areSame(current, offers);
  // A callback URL that is said again means that its owner wants to be told again.
  const callbacks = change.callback_url === undefined ? {} : { callback_disabled_at: null };
  if (!has_new_columns && !has_new_offers) {
    if (change.callback_url !== undefined) await stores.documents.update(document.id, callbacks);
    return;
  }
  await stores.documents.update(document.id, { ...columns, ...callbacks, version: document.version + 1, updated_at: now });
  if (has_new_offers) await replaceOffers(stores, { document_id: document.id, current, offers, now });
  await stores.documents.keepVersion(document.id, now);
}

function areSame(current: readonly OfferRow[], offers: readonly NewOffer[]): boolean {
  return current.length === offers.length && offers.every((offer, position) => isSame(offer, current[position]));
}

function isSame(offer: NewOffer, other: OfferRow | undefined): boolean {
  return offer.period === other?.period && offer.price_cents === other.price_cents;
}

type Replacement = { document_id: string; current: readonly OfferRow[]; offers: readonly NewOffer[]; now: Date };

/** An offer that stays the same keeps its id, so that links and open checkouts with it go on. */
async function replaceOffers(stores: Stores, { document_id, current, offers, now }: Replacement): Promise<void> {
  const left = [...current];
  const fresh = [];
  for (const [position, offer] of offers.entries()) {
    const kept = left.findIndex((other) => isSame(offer, other));
    const [same] = kept < 0 ? [] : left.splice(kept, 1);
    if (!same) fresh.push({ id: newId('off'), document_id, ...offer, position, archived_at: null });
    else if (same.position !== position) await stores.documents.placeOffer(same.id, position);
  }
  await stores.documents.archiveOffers(
    left.map(({ id }) => id),
    now,
  );
  await stores.documents.insertOffers(fresh);
}

export function viewVersion(row: DocumentVersionRow, kind: DocumentRow['kind']): DocumentVersionView {
  const { document_id, number, name, site_url, locale, callback_url, price_cents, max_codes, created_at } = row;
  return {
    document: document_id,
    kind,
    number,
    name,
    site_url,
    locale,
    callback_url: callback_url ?? null,
    price_cents: price_cents ?? null,
    max_codes: max_codes ?? null,
    offers: versionOffers(row),
    created_at,
  };
}
