import type { Chapter, Scene } from '../scene.ts';
import { at } from '../scene.ts';
import type { ShownWorld } from '../world.ts';

/** A page of the API, read with the merchant's key. */
function withKey(path: (world: ShownWorld) => string): Scene['show'] {
  return async (page, { world }) => {
    await page.setExtraHTTPHeaders({ authorization: `Bearer ${world.stack.merchant.api_key}` });
    await page.goto(`${world.stack.api}${path(world)}`);
  };
}

export const PAPERS: Chapter = {
  title: 'Documents',
  scenes: [
    { file: 'docs', title: 'The API’s documents', locale: 'en-GB', show: at(({ stack }) => `${stack.api}/docs`) },
    {
      file: 'docs-problems',
      title: 'Every problem that the API answers with',
      locale: 'en-GB',
      show: at(({ stack }) => `${stack.api}/docs/problems`),
    },
    {
      file: 'docs-problem',
      title: 'One problem',
      locale: 'en-GB',
      show: at(({ stack }) => `${stack.api}/docs/problems/rebilling_requires_premium`),
    },
    { file: 'docs-admin', title: 'The operators’ API', locale: 'en-GB', show: at(({ stack }) => `${stack.admin}/docs`) },
    {
      file: 'statement',
      title: 'A payout’s statement, to print',
      show: withKey(({ history }) => `/v1/payouts/${history.payout}?format=html`),
    },
    {
      file: 'dossier',
      title: 'The dossier of a subscription, to print',
      show: withKey(({ history }) => `/v1/subscriptions/${history.subscription.id}/dossier?format=html`),
    },
  ],
};
