import { maySellSubscriptions } from '../../../domain/offers.ts';
import type { DocumentView } from '../../../usecases/types.ts';
import type { Shown, Visit } from '../area.ts';
import { badge } from '../kit/blocks.ts';
import { COMMON } from '../texts/common.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { valuesOfDocument } from './form-values.ts';
import { type DocumentForm, renderDocumentForm } from './form-view.ts';
import { DOCUMENT_LIFE } from './life-texts.ts';
import { closedRebilling, DOCUMENTS_PATH } from './list-view.ts';
import { DOCUMENTS } from './texts.ts';
import { versionsCard } from './versions-view.ts';

export type DocumentPage = Exclude<Shown, { go_to: string } | { raw: string }>;

/** The page of a document that is yet to be made. */
export function newPage(visit: Visit, form: DocumentForm): DocumentPage {
  const { locale, scope } = visit;
  const is_closed = form.values.kind === 'rebilling' && !maySellSubscriptions(scope.tier);
  return {
    title: DOCUMENTS[locale].create_title[form.values.kind],
    active: 'documents',
    parent: documentsParent(visit),
    problem: form.wrong ? DOCUMENTS[locale].wrong_title : undefined,
    body: is_closed ? closedRebilling(visit) : renderDocumentForm(visit, form),
  };
}

/** `form` is what a person wrote, where that is not what the document holds. */
export type DocumentPageOptions = { useCases: ConsoleUseCases; document: DocumentView; form?: Pick<DocumentForm, 'values' | 'wrong'> };

/** The page of a document: what is sold, whether it is, and what it was. */
export async function documentPage(visit: Visit, { useCases, document, form }: DocumentPageOptions): Promise<DocumentPage> {
  const { locale } = visit;
  const { id } = document;
  const { values = valuesOfDocument(document, locale), wrong } = form ?? {};
  const versions = await versionsCard(visit, useCases, id);
  return {
    title: document.name,
    active: 'documents',
    parent: documentsParent(visit),
    ...(document.archived_at === null ? {} : { badge: badge('quiet', DOCUMENT_LIFE[locale].archived) }),
    problem: wrong ? DOCUMENTS[locale].wrong_title : undefined,
    body: renderDocumentForm(visit, { id, values, ...(wrong ? { wrong } : {}), document, versions }),
  };
}

export function documentsParent({ locale }: Visit): { title: string; href: string } {
  return { title: COMMON[locale].navigation.documents, href: DOCUMENTS_PATH };
}
