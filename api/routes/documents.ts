import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { documentPageQuery, documentVersionListSchema, versionPageQuery, wireDocumentVersion } from '../schemas/document-versions.ts';
import {
  documentChange,
  documentChangeSchema,
  documentListSchema,
  documentSchema,
  newDocument,
  newDocumentSchema,
  wireDocument,
} from '../schemas/documents.ts';
import { wireList } from '../schemas/pages.ts';
import { callbackOperations } from './callbacks.ts';

const EXAMPLE = {
  kind: 'rebilling',
  name: 'Le Journal',
  site_url: 'https://journal.example',
  callback_url: 'https://journal.example/internetplus/callbacks',
  offers: [
    { period: 'week', price: 500 },
    { period: 'month', price: 1000 },
  ],
};

const PRICE_REFUSALS = ['rebilling_requires_premium', 'offer_price_above_ceiling', 'one_shot_price_above_ceiling'] as const;
const SET_REFUSALS = [...PRICE_REFUSALS, 'callback_url_not_allowed'] as const;

export function documentOperations(useCases: UseCases): Operation[] {
  const shared = { tag: 'Documents', path: '/v1/documents/{id}', id_prefix: 'doc' } as const;
  return [
    operation({
      name: 'createDocument',
      tag: 'Documents',
      method: 'post',
      path: '/v1/documents',
      summary: 'Create a document: what is sold, at which prices',
      body: newDocumentSchema,
      example: EXAMPLE,
      idempotent: 'doc',
      answers: { 201: { description: 'Created.', schema: documentSchema } },
      refusals: SET_REFUSALS,
      handle: async ({ scope, resource_id, body }) => ({
        status: 201,
        body: wireDocument(await useCases.createDocument(scope, newDocument(resource_id, body))),
      }),
    }),
    operation({
      name: 'listDocuments',
      tag: 'Documents',
      method: 'get',
      path: '/v1/documents',
      summary: 'List documents',
      query: documentPageQuery,
      answers: { 200: { description: 'A page, newest first.', schema: documentListSchema } },
      refusals: [],
      handle: async ({ scope, query }) => ({ status: 200, body: wireList(await useCases.listDocuments(scope, query), wireDocument) }),
    }),
    operation({
      ...shared,
      name: 'getDocument',
      method: 'get',
      summary: 'Read a document',
      answers: { 200: { description: 'The document.', schema: documentSchema } },
      refusals: [],
      handle: async ({ scope, resource_id }) => ({ status: 200, body: wireDocument(await useCases.getDocument(scope, resource_id)) }),
    }),
    operation({
      ...shared,
      name: 'changeDocument',
      method: 'patch',
      summary: 'Change a document; running subscriptions keep what they were sold',
      body: documentChangeSchema,
      example: { callback_url: 'https://journal.example/internetplus/callbacks' },
      answers: { 200: { description: 'The changed document.', schema: documentSchema } },
      refusals: [...SET_REFUSALS, 'document_kind_mismatch'],
      handle: async ({ scope, resource_id, body }) => ({
        status: 200,
        body: wireDocument(await useCases.changeDocument(scope, resource_id, documentChange(body))),
      }),
    }),
    ...lifeOperations(useCases),
    ...callbackOperations(useCases),
  ];
}

/** What becomes of a document, and what it was. */
function lifeOperations(useCases: UseCases): Operation[] {
  const one = { tag: 'Documents', id_prefix: 'doc' } as const;
  return [
    operation({
      ...one,
      name: 'archiveDocument',
      method: 'post',
      path: '/v1/documents/{id}/archive',
      idempotent: 'existing',
      summary: 'Archive a document: nothing new is sold under it. Harmless when repeated',
      description: 'Subscriptions that run under it renew on, and codes still open. Its name, site and callback URL can still be changed.',
      answers: {
        200: { description: 'The archived document.', schema: documentSchema, example: { archived_at: '2027-02-03T08:12:00.000Z' } },
      },
      refusals: [],
      handle: async ({ scope, resource_id }) => ({ status: 200, body: wireDocument(await useCases.archiveDocument(scope, resource_id)) }),
    }),
    operation({
      ...one,
      name: 'unarchiveDocument',
      method: 'post',
      path: '/v1/documents/{id}/unarchive',
      idempotent: 'existing',
      summary: 'Sell under a document again, as it stands. Harmless when repeated',
      answers: { 200: { description: 'The document.', schema: documentSchema } },
      refusals: ['rebilling_requires_premium'],
      handle: async ({ scope, resource_id }) => ({ status: 200, body: wireDocument(await useCases.unarchiveDocument(scope, resource_id)) }),
    }),
    operation({
      ...one,
      name: 'listDocumentVersions',
      method: 'get',
      path: '/v1/documents/{id}/versions',
      summary: 'List the versions of a document',
      description: 'Each change makes one, and none ever changes. A purchase and a subscription name the one that they were sold under.',
      query: versionPageQuery,
      answers: { 200: { description: 'A page, newest first.', schema: documentVersionListSchema } },
      refusals: [],
      handle: async ({ scope, resource_id, query }) => ({
        status: 200,
        body: wireList(await useCases.listDocumentVersions(scope, resource_id, query), wireDocumentVersion),
      }),
    }),
  ];
}
