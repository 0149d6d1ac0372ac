import type { RequestHandler } from 'express';
import type { CheckoutPage, UseCases } from '../../usecases/types.ts';
import { keyInPath } from '../keys.ts';
import { webAddress } from '../links.ts';
import { stageOf } from './stage.ts';

/** How a checkout stands, for the shop's page: it may hear of the buyer's way, never of codes or addresses. */
export const OUTCOMES = ['open', 'processing', 'completed', 'failed', 'expired'] as const;

export type Outcome = (typeof OUTCOMES)[number];

export function outcomeOf(page: CheckoutPage): Outcome {
  const stage = stageOf(page);
  switch (stage.kind) {
    case 'waiting':
      return 'processing';
    case 'bought':
    case 'subscribed':
      return 'completed';
    default:
      return stage.kind;
  }
}

/** What the page of this moment shows: another value means that there is another page. */
export function stageName(page: CheckoutPage): string {
  const stage = stageOf(page);
  return stage.kind === 'waiting' && stage.in_doubt ? 'in_doubt' : stage.kind;
}

/**
 * The one origin that is told how a checkout goes: that of the address that the merchant's server gave for this checkout, or else of the site
 * that is sold. Undefined where neither is a web address.
 */
export function shopOrigin({ return_url, document }: CheckoutPage): string | undefined {
  return ((return_url === null ? undefined : webAddress(return_url)) ?? webAddress(document.site_url))?.origin;
}

/** `GET /checkout/:id/progress`: small, and readable by our own page and by the shop's, no other. */
export function progressRoute(useCases: Pick<UseCases, 'showCheckout'>): RequestHandler {
  return async (request, response) => {
    const page = await useCases.showCheckout(keyInPath(request, 'id'));
    const origin = shopOrigin(page);
    response.set({ 'Cache-Control': 'no-store', Vary: 'Origin' });
    if (origin !== undefined && request.get('origin') === origin) response.set('Access-Control-Allow-Origin', origin);
    response.json({ checkout: page.checkout.id, status: outcomeOf(page), stage: stageName(page) });
  };
}
