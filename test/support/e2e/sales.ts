import type { IspName } from '../world/isp-control.ts';
import type { Site } from './site.ts';

export type SaleChange = Record<string, unknown> & { isp?: IspName; line?: string };

/** A body for POST /v1/purchases that is right unless it is changed, and the line that its token stands for. */
export async function purchaseBody({ world }: Site, change: SaleChange = {}) {
  const { line, body } = await saleBody(world, 'one_shot', change);
  return { line, body: { document: world.merchant.one_shot, quantity: 1, ...body } };
}

/** A body for POST /v1/subscriptions that is right unless it is changed. */
export async function subscriptionBody({ world }: Site, change: SaleChange = {}) {
  const { line, body } = await saleBody(world, 'mandate', change);
  return { line, body: { document: world.merchant.rebilling, offer: 'month', ...body } };
}

async function saleBody(world: Site['world'], kind: 'one_shot' | 'mandate', { line: known_line, ...change }: SaleChange) {
  const isp = change.isp ?? 'free';
  const line = known_line ?? (await world.isp.line(isp));
  const subscriber_token = await world.isp.token(isp, line, kind);
  return { line, body: { email: 'buyer@example.org', isp, subscriber_token, ...change } };
}
