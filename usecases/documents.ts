import type { CallbackEndpointRow } from '../db/entities/callback-endpoint.ts';
import type { DocumentRow, OfferRow } from '../db/entities/document.ts';
import type { Stores } from '../db/stores/index.ts';
import { decimalText } from '../domain/money.ts';
import { isAboveOfferCeiling, OFFER_CEILING_CENTS, ONE_SHOT_CEILING_CENTS } from '../domain/offers.ts';
import { refuseField } from '../domain/refusals.ts';
import { newId } from '../vault/ids.ts';
import { admitCallbacks, formatOf, pingEndpoint, saveCallbacks, viewCallbacks } from './callback-checks.ts';
import type { UseCaseContext } from './context.ts';
import { changeToNextVersion } from './document-versions.ts';
import { checkTier, holdTier } from './sale-terms.ts';
import { notFound, ownerOf } from './scope.ts';
import type { DocumentChange, DocumentView, NewDocument, NewOffer, Scope, UseCases } from './types.ts';

type DocumentUseCases = Pick<UseCases, 'createDocument' | 'changeDocument' | 'getDocument' | 'listDocuments'>;

export function createDocumentUseCases(context: UseCaseContext): DocumentUseCases {
  const { unitOfWork, now } = context;
  return {
    async createDocument(scope, input) {
      if (input.kind === 'rebilling') {
        checkTier(scope.tier);
        checkOffers(input.offers);
      } else checkPrice(input.price_cents);
      await admitCallbacks(context, { change: input });
      const at = now();
      const created = await unitOfWork.transaction(async (stores) => {
        if (input.kind === 'rebilling') await holdTier(stores, scope.merchant_id);
        const inserted = await stores.documents.insert({ ...ownerOf(scope), ...newRow(input), created_at: at, updated_at: at });
        if (inserted && input.kind === 'rebilling') await insertOffers(stores, input.id, input.offers);
        if (inserted) await stores.documents.keepVersion(input.id, at);
        await saveCallbacks(stores, input.id, { change: input, now: at });
        return await stores.documents.get(input.id);
      });
      await pingEndpoint(context, created);
      return await unitOfWork.read((stores) => viewDocument(stores, created));
    },

    async changeDocument(scope, id, change) {
      const found = await unitOfWork.read((stores) => findWithFormat(stores, scope, id));
      await admitCallbacks(context, { change, ...found });
      const changed = await changeLocked(context, { scope, id }, async (stores, document) => {
        checkChange(document, change);
        if (change.offers) await holdTier(stores, scope.merchant_id);
        await changeToNextVersion(stores, document, { change, now: now() });
        await saveCallbacks(stores, id, { change, now: now() });
      });
      if (change.callback_url !== undefined || change.callback_format !== undefined) await pingEndpoint(context, changed);
      return await unitOfWork.read((stores) => viewDocument(stores, changed));
    },

    async getDocument(scope, id) {
      return await unitOfWork.read(async (stores) => {
        const document = (await stores.documents.find({ ...ownerOf(scope), id })) ?? notFound('document', id);
        return await viewDocument(stores, document);
      });
    },

    async listDocuments(scope, page) {
      return await unitOfWork.read(async (stores) => {
        const { rows, has_more } = await stores.documents.list(ownerOf(scope), page);
        const ids = rows.map((row) => row.id);
        const [offers, endpoints] = [await stores.documents.offers(ids), await stores.callbacks.endpoints(ids)];
        return { data: rows.map((row) => toView(row, { offers, endpoints })), has_more };
      });
    },
  };
}

function newRow(input: NewDocument) {
  return {
    id: input.id,
    kind: input.kind,
    name: input.name,
    site_url: input.site_url,
    locale: input.locale,
    price_cents: input.kind === 'one_shot' ? input.price_cents : null,
    max_codes: input.kind === 'one_shot' ? input.max_codes : null,
    callback_url: input.callback_url,
    callback_disabled_at: null,
    version: 1,
    archived_at: null,
  };
}

/** Changes a document that nobody else changes meanwhile, and under which nothing is being sold at this moment. */
export async function changeLocked(
  { unitOfWork }: Pick<UseCaseContext, 'unitOfWork'>,
  { scope, id }: { scope: Scope; id: string },
  work: (stores: Stores, document: DocumentRow) => Promise<void>,
): Promise<DocumentRow> {
  return await unitOfWork.transaction(async (stores) => {
    await work(stores, (await stores.documents.lock({ ...ownerOf(scope), id })) ?? notFound('document', id));
    return await stores.documents.get(id);
  });
}

function checkOffers(offers: NewOffer[]): void {
  for (const [index, offer] of offers.entries()) {
    if (!isAboveOfferCeiling(offer.period, offer.price_cents)) continue;
    const ceiling = decimalText(OFFER_CEILING_CENTS[offer.period]);
    throw refuseField(
      'offer_price_above_ceiling',
      `/offers/${index}/price`,
      `An offer by the ${offer.period} costs at most EUR ${ceiling}.`,
    );
  }
}

function checkPrice(price_cents: bigint): void {
  if (price_cents <= ONE_SHOT_CEILING_CENTS) return;
  throw refuseField('one_shot_price_above_ceiling', '/price', `A code costs at most EUR ${decimalText(ONE_SHOT_CEILING_CENTS)}.`);
}

function checkChange(document: DocumentRow, change: DocumentChange): void {
  if (document.kind === 'one_shot' && change.offers)
    throw refuseField('document_kind_mismatch', '/offers', 'A one-shot document has no offers.');
  if (document.kind === 'rebilling' && change.price_cents !== undefined)
    throw refuseField('document_kind_mismatch', '/price', 'A rebilling document has its prices in its offers.');
  if (document.kind === 'rebilling' && change.max_codes !== undefined)
    throw refuseField('document_kind_mismatch', '/max_codes', 'A rebilling document sells no codes by number.');
  if (change.price_cents !== undefined) checkPrice(change.price_cents);
  if (change.offers) checkOffers(change.offers);
}

async function insertOffers(stores: Stores, document_id: string, offers: NewOffer[]): Promise<void> {
  await stores.documents.insertOffers(
    offers.map((offer, position) => ({ id: newId('off'), document_id, ...offer, position, archived_at: null })),
  );
}

export async function viewDocument(stores: Stores, row: DocumentRow): Promise<DocumentView> {
  return toView(row, { offers: await stores.documents.offers([row.id]), endpoints: await stores.callbacks.endpoints([row.id]) });
}

async function findWithFormat(stores: Stores, scope: Scope, id: string) {
  const document = (await stores.documents.find({ ...ownerOf(scope), id })) ?? notFound('document', id);
  return { document, format: formatOf(await stores.callbacks.endpoint(id)) };
}

function toView(row: DocumentRow, { offers, endpoints }: { offers: OfferRow[]; endpoints: CallbackEndpointRow[] }): DocumentView {
  return {
    id: row.id,
    kind: row.kind,
    mode: row.mode,
    name: row.name,
    site_url: row.site_url,
    locale: row.locale,
    callback_url: row.callback_url ?? null,
    callbacks: viewCallbacks(
      row,
      endpoints.find((endpoint) => endpoint.document_id === row.id),
    ),
    price_cents: row.price_cents ?? null,
    max_codes: row.max_codes ?? null,
    offers: offers.filter((offer) => offer.document_id === row.id).map(({ id, period, price_cents }) => ({ id, period, price_cents })),
    version: row.version,
    archived_at: row.archived_at ?? null,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
