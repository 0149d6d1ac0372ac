import type { DocumentChange, DocumentView, NewOffer } from '../../../usecases/types.ts';
import type { Area } from '../area.ts';
import { refusalSentence } from '../refusal-texts.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { type DocumentBody, type DocumentField, parseDocument, valuesOfFields } from './form-values.ts';
import { DOCUMENT_LIFE } from './life-texts.ts';
import { DOCUMENTS_PATH } from './list-view.ts';
import { documentPage } from './page.ts';
import { DOCUMENTS } from './texts.ts';

/** What is shown of one document, and done to it. */
export function addPagesOfOne(area: Area, useCases: ConsoleUseCases): void {
  addCallbackForms(area, useCases);
  addLifeForms(area, useCases);

  area.get('/documents/:id', async (visit, id) => {
    const document = await useCases.getDocument(visit.scope, id);
    const { created, saved, callbacks } = DOCUMENTS[visit.locale];
    const { pinged, enabled } = callbacks;
    const said = new Map(Object.entries({ created, saved, pinged, enabled, ...DOCUMENT_LIFE[visit.locale].done }));
    return { ...(await documentPage(visit, { useCases, document })), done: said.get(visit.query.done ?? '') };
  });

  area.post('/documents/:id', async (visit, fields, id) => {
    const document = await useCases.getDocument(visit.scope, id);
    const values = valuesOfFields(fields, document.kind);
    const parsed = parseDocument(values);
    const page = async (wrong?: DocumentField[]) =>
      await documentPage(visit, { useCases, document, form: { values, ...(wrong ? { wrong } : {}) } });
    if ('wrong' in parsed) return { ...(await page(parsed.wrong)), status: 422 };
    if (fields.preview === 'yes') return await page();
    try {
      await useCases.changeDocument(visit.scope, id, changeOf(document, parsed.body));
    } catch (error) {
      return { ...(await page()), problem: refusalSentence(error, visit.locale), status: 422 };
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

/** How a document is taken off sale, and put back. */
function addLifeForms(area: Area, useCases: ConsoleUseCases): void {
  area.post('/documents/:id/archive', async (visit, _fields, id) => {
    await useCases.archiveDocument(visit.scope, id);
    return { go_to: `${DOCUMENTS_PATH}/${id}?done=archived` };
  });

  area.post('/documents/:id/unarchive', async (visit, _fields, id) => {
    try {
      await useCases.unarchiveDocument(visit.scope, id);
    } catch (error) {
      const problem = refusalSentence(error, visit.locale);
      const document = await useCases.getDocument(visit.scope, id);
      return { ...(await documentPage(visit, { useCases, document })), problem, status: 422 };
    }
    return { go_to: `${DOCUMENTS_PATH}/${id}?done=unarchived` };
  });
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
