import type { UseCases } from '../../usecases/types.ts';
import { digestOf } from '../dossier-digest.ts';
import { renderDossier } from '../dossier-page.ts';
import { type Operation, operation } from '../operation.ts';
import { dossierQuery, dossierSchema, wireDossier } from '../schemas/dossier.ts';

/** docs/reference/dossier.md explains what it holds. */
export function dossierOperation(useCases: Pick<UseCases, 'getDossier'>): Operation {
  return operation({
    name: 'getDossier',
    tag: 'Subscriptions',
    method: 'get',
    path: '/v1/subscriptions/{id}/dossier',
    id_prefix: 'sub',
    summary: 'What a dispute needs: offer, consent, mandate, every charge, mail and notice, and the end',
    query: dossierQuery,
    answers: { 200: { description: 'The dossier, as JSON or as a page to print.', schema: dossierSchema, or_page: true } },
    refusals: [],
    handle: async ({ scope, resource_id, query }) => {
      const content = wireDossier(await useCases.getDossier(scope, resource_id));
      const dossier = { ...content, digest: digestOf(content) };
      return query.format === 'html' ? { status: 200, page: renderDossier(dossier) } : { status: 200, body: dossier };
    },
  });
}
