import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { documentSchema, wireDocument } from '../schemas/documents.ts';

/** What can be done about the callbacks of a document, beside setting where they go. */
export function callbackOperations(useCases: UseCases): Operation[] {
  return [
    operation({
      name: 'pingDocument',
      tag: 'Documents',
      method: 'post',
      path: '/v1/documents/{id}/ping',
      id_prefix: 'doc',
      summary: 'Send a signed ping to the callback URL and show what came back',
      description: 'Waits a few seconds for the answer, which is in `callback_check`. An endpoint that fails is no error of this call.',
      idempotent: 'existing',
      answers: { 200: { description: 'The document, with what the ping came to.', schema: documentSchema } },
      refusals: ['callback_url_missing'],
      handle: async ({ scope, resource_id }) => ({ status: 200, body: wireDocument(await useCases.pingDocument(scope, resource_id)) }),
    }),
    operation({
      name: 'enableCallbacks',
      tag: 'Documents',
      method: 'post',
      path: '/v1/documents/{id}/callbacks/enable',
      id_prefix: 'doc',
      summary: 'Send callbacks again that were disabled; harmless when repeated',
      description: 'What was not sent meanwhile is kept as `disabled` and can be redelivered.',
      idempotent: 'existing',
      answers: { 200: { description: 'The document.', schema: documentSchema } },
      refusals: [],
      handle: async ({ scope, resource_id }) => ({ status: 200, body: wireDocument(await useCases.enableCallbacks(scope, resource_id)) }),
    }),
  ];
}
