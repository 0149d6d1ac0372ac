import { z } from 'zod';
import { newDocument } from '../../../api/schemas/documents.ts';
import type { Area } from '../area.ts';
import { refusalSentence } from '../refusal-texts.ts';
import { PREVIEW_PATH } from '../security.ts';
import { afterOf } from '../transactions/filter.ts';
import type { ConsoleUseCases, NewId } from '../use-cases.ts';
import { emptyValues, parseDocument, valuesOfFields } from './form-values.ts';
import { DOCUMENT_LIFE } from './life-texts.ts';
import { createLinks, DOCUMENTS_PATH, isArchivedList, renderDocuments } from './list-view.ts';
import { addPagesOfOne } from './of-one.ts';
import { documentsParent, newPage } from './page.ts';
import { renderPreview } from './preview.ts';
import { DOCUMENTS } from './texts.ts';

const PAGE_ROWS = 25;

/** What is sold: the documents, their offers, and what a buyer sees of them while they are written. */
export function addDocumentPages(area: Area, useCases: ConsoleUseCases, { newId }: { newId: NewId }): void {
  area.get('/documents', async (visit) => {
    const archived = isArchivedList(visit);
    const documents = await useCases.listDocuments(visit.scope, { limit: PAGE_ROWS, after: afterOf(visit.query), archived });
    const body = renderDocuments(visit, documents);
    if (archived) return { title: DOCUMENT_LIFE[visit.locale].archived_title, active: 'documents', parent: documentsParent(visit), body };
    return { title: DOCUMENTS[visit.locale].title, active: 'documents', actions: createLinks(visit), body };
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

  addPagesOfOne(area, useCases);
}

const DocumentId = z.string().regex(/^doc_\w{1,36}$/);

function kindOf(fields: Record<string, unknown>): 'one_shot' | 'rebilling' {
  return fields.kind === 'rebilling' ? 'rebilling' : 'one_shot';
}
