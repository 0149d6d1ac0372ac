import type { DocumentRow } from '../db/entities/document.ts';
import type { Stores } from '../db/stores/index.ts';
import type { UseCaseContext } from './context.ts';
import type { DocumentLifeUseCases } from './document-types.ts';
import { viewVersion } from './document-versions.ts';
import { changeLocked, viewDocument } from './documents.ts';
import { holdTier } from './sale-terms.ts';
import { notFound, ownerOf } from './scope.ts';
import type { Scope } from './types.ts';

/** What becomes of a document, and what it was. */
export function createDocumentLife(context: Pick<UseCaseContext, 'unitOfWork' | 'now'>): DocumentLifeUseCases {
  const { unitOfWork, now } = context;
  const changed = async (scope: Scope, id: string, work: (stores: Stores, document: DocumentRow) => Promise<void>) => {
    const document = await changeLocked(context, { scope, id }, work);
    return await unitOfWork.read((stores) => viewDocument(stores, document));
  };
  return {
    async archiveDocument(scope, id) {
      // The lock waits for the sales that hold the document: they were before the archiving.
      return await changed(scope, id, async (stores, { archived_at }) => {
        if (!archived_at) await stores.documents.update(id, { archived_at: now(), updated_at: now() });
      });
    },

    async unarchiveDocument(scope, id) {
      return await changed(scope, id, async (stores, { archived_at, kind }) => {
        if (!archived_at) return;
        if (kind === 'rebilling') await holdTier(stores, scope.merchant_id);
        await stores.documents.update(id, { archived_at: null, updated_at: now() });
      });
    },

    async listDocumentVersions(scope, id, page) {
      return await unitOfWork.read(async (stores) => {
        const { kind } = (await stores.documents.find({ ...ownerOf(scope), id })) ?? notFound('document', id);
        const { rows, has_more } = await stores.documents.versions(id, page);
        return { data: rows.map((row) => viewVersion(row, kind)), has_more };
      });
    },
  };
}
