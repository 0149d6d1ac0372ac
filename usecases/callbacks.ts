import { Refusal } from '../domain/refusals.ts';
import { beginAnew, pingEndpoint } from './callback-checks.ts';
import type { CallbackUseCases } from './callback-types.ts';
import type { UseCaseContext } from './context.ts';
import { viewDocument } from './documents.ts';
import { notFound, ownerOf } from './scope.ts';
import type { Scope } from './types.ts';

export function createCallbackUseCases(context: UseCaseContext): CallbackUseCases {
  const { unitOfWork, now } = context;
  const find = async (scope: Scope, id: string) =>
    (await unitOfWork.read((stores) => stores.documents.find({ ...ownerOf(scope), id }))) ?? notFound('document', id);
  const view = (id: string) => unitOfWork.read(async (stores) => await viewDocument(stores, await stores.documents.get(id)));
  return {
    async pingDocument(scope, id) {
      const document = await find(scope, id);
      if (!document.callback_url) throw new Refusal('callback_url_missing', 'The document has no callback URL.');
      await pingEndpoint(context, document);
      return await view(id);
    },

    async enableCallbacks(scope, id) {
      await find(scope, id);
      await unitOfWork.transaction(async (stores) => {
        await stores.documents.update(id, { callback_disabled_at: null, updated_at: now() });
        await beginAnew(stores, id, now());
      });
      return await view(id);
    },
  };
}
