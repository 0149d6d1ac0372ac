import { z } from 'zod';
import { newDocument } from '../../../api/schemas/documents.ts';
import { maySellSubscriptions } from '../../../domain/offers.ts';
import type { DocumentChange, DocumentView, NewOffer } from '../../../usecases/types.ts';
import type { Area, Shown, Visit } from '../area.ts';
import { refusalSentence } from '../refusal-texts.ts';
import { PREVIEW_PATH } from '../security.ts';
import { COMMON } from '../texts/common.ts';
import { afterOf } from '../transactions/filter.ts';
import type { ConsoleUseCases, NewId } from '../use-cases.ts';
import { type DocumentBody, emptyValues, parseDocument, valuesOfDocument, valuesOfFields } from './form-values.ts';
import { type DocumentForm, renderDocumentForm } from './form-view.ts';
import { closedRebilling, createLinks, DOCUMENTS_PATH, renderDocuments } from './list-view.ts';
import { renderPreview } from './preview.ts';
import { DOCUMENTS } from './texts.ts';

const PAGE_ROWS = 25;

type Page = Exclude<Shown, { go_to: string } | { raw: string }>;

/** What is sold: the documents, their offers, and what a buyer sees of them while they are written. */
export function addDocumentPages(area: Area, useCases: ConsoleUseCases, { newId }: { newId: NewId }): void {
  addCallbackForms(area, useCases);
  area.get('/documents', async (visit) => {
    const documents = await useCases.listDocuments(visit.scope, { limit: PAGE_ROWS, after: afterOf(visit.query) });
    return {
      title: DOCUMENTS[visit.locale].title,
      active: 'documents',
      actions: createLinks(visit),
      body: renderDocuments(visit, documents),
    };
  });

  area.get(PREVIEW_PATH, async (visit) => ({ raw: renderPreview(visit, valuesOfFields(visit.query, kindOf(visit.query))), type: 'html' }));

  area.get('/documents/new', async (visit) => {
    const kind = kindOf(visit.query);
    return newPage(visit, { id: newId('doc'), values: emptyValues(kind, visit.locale) });
  });

  area.post('/documents/new', async (visit, fields) => {
    const values = valuesOfFields(fields, kindOf(fields));
    const id = DocumentId.catch(newId('doc')).parse(fields.id);
    const parsed = parseDocument(values);
    if ('wrong' in parsed) return { ...newPage(visit, { id, values, wrong: parsed.wrong }), status: 422 };
    if (fields.preview === 'yes') return newPage(visit, { id, values });
    try {
      await useCases.createDocument(visit.scope, newDocument(id, parsed.body));
    } catch (error) {
      return { ...newPage(visit, { id, values }), problem: refusalSentence(error, visit.locale), status: 422 };
    }
    return { go_to: `${DOCUMENTS_PATH}/${id}?done=created` };
  });

  area.get('/documents/:id', async (visit, id) => {
    const document = await useCases.getDocument(visit.scope, id);
    const { created, saved, callbacks } = DOCUMENTS[visit.locale];
    const said = new Map(Object.entries({ created, saved, pinged: callbacks.pinged, enabled: callbacks.enabled }));
    const done = said.get(visit.query.done ?? '');
    return { ...documentPage(visit, document, { id, values: valuesOfDocument(document, visit.locale) }), done };
  });

  area.post('/documents/:id', async (visit, fields, id) => {
    const document = await useCases.getDocument(visit.scope, id);
    const values = valuesOfFields(fields, document.kind);
    const parsed = parseDocument(values);
    if ('wrong' in parsed) return { ...documentPage(visit, document, { id, values, wrong: parsed.wrong }), status: 422 };
    if (fields.preview === 'yes') return documentPage(visit, document, { id, values });
    try {
      await useCases.changeDocument(visit.scope, id, changeOf(document, parsed.body));
    } catch (error) {
      return { ...documentPage(visit, document, { id, values }), problem: refusalSentence(error, visit.locale), status: 422 };
    }
    return { go_to: `${DOCUMENTS_PATH}/${id}?done=saved` };
  });
}

/** How a document's callbacks are tried, and put back in service once they were disabled. */
function addCallbackForms(area: Area, useCases: ConsoleUseCases): void {
  area.post('/documents/:id/ping', async (visit, _fields, id) => {
    await useCases.pingDocument(visit.scope, id);
    return { go_to: `${DOCUMENTS_PATH}/${id}?done=pinged` };
  });

  area.post('/documents/:id/enable', async (visit, _fields, id) => {
    await useCases.enableCallbacks(visit.scope, id);
    return { go_to: `${DOCUMENTS_PATH}/${id}?done=enabled` };
  });
}

const DocumentId = z.string().regex(/^doc_\w{1,36}$/);

function kindOf(fields: Record<string, unknown>): 'one_shot' | 'rebilling' {
  return fields.kind === 'rebilling' ? 'rebilling' : 'one_shot';
}

function newPage(visit: Visit, form: DocumentForm): Page {
  const { locale, scope } = visit;
  const is_closed = form.values.kind === 'rebilling' && !maySellSubscriptions(scope.tier);
  return {
    title: DOCUMENTS[locale].create_title[form.values.kind],
    active: 'documents',
    parent: { title: COMMON[locale].navigation.documents, href: DOCUMENTS_PATH },
    problem: form.wrong ? DOCUMENTS[locale].wrong_title : undefined,
    body: is_closed ? closedRebilling(visit) : renderDocumentForm(visit, form),
  };
}

function documentPage(visit: Visit, document: DocumentView, form: DocumentForm): Page {
  const { locale } = visit;
  return {
    title: document.name,
    active: 'documents',
    parent: { title: COMMON[locale].navigation.documents, href: DOCUMENTS_PATH },
    problem: form.wrong ? DOCUMENTS[locale].wrong_title : undefined,
    body: renderDocumentForm(visit, { ...form, document }),
  };
}

/** Offers that stand as they stood are not sent: replacing them would give them new ids. A callback URL that was disabled is enabled by a change of it only. */
function changeOf(document: DocumentView, body: DocumentBody): DocumentChange {
  const { name, site_url, locale, callback_url = null } = body;
  const change = { name, site_url, locale, ...(callback_url === document.callback_url ? {} : { callback_url }) };
  if (body.kind === 'one_shot') return { ...change, price_cents: BigInt(body.price), max_codes: body.max_codes };
  const offers: NewOffer[] = body.offers.map(({ period, price }) => ({ period, price_cents: BigInt(price) }));
  const is_same =
    offers.length === document.offers.length &&
    offers.every(
      (offer, index) => document.offers[index]?.period === offer.period && document.offers[index]?.price_cents === offer.price_cents,
    );
  return is_same ? change : { ...change, offers };
}
