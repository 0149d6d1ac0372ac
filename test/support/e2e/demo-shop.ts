import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../local/ports.ts';
import { type Shop, startShop } from '../../../simulator/shop.ts';
import { CALLBACK_SECRET } from '../world/seed.ts';
import type { Site } from './site.ts';

/** The demo shop as the site's merchant, with the callbacks of both documents. */
export async function openShop(site: Site): Promise<Shop> {
  const { merchant } = site.world;
  const folder = await mkdtemp(join(tmpdir(), 'billing-shop-'));
  const port = await freePort();
  const shop = await startShop({
    LISTEN_HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    SHOP_PORT: port,
    SHOP_DATA_DIR: folder,
    SHOP_PUBLIC_URL: `http://127.0.0.1:${port}`,
    SHOP_API_URL: site.url,
    SHOP_API_KEY: merchant.api_key,
    SHOP_CALLBACK_SECRET: CALLBACK_SECRET,
    SHOP_DOCUMENT_ONE_SHOT: merchant.one_shot,
    SHOP_DOCUMENT_REBILLING: merchant.rebilling,
  });
  for (const document of [merchant.one_shot, merchant.rebilling]) {
    await site.call('PATCH', `/v1/documents/${document}`, { body: { callback_url: `${shop.url}/callbacks` } });
  }
  const close = async () => {
    await shop.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: shop.url, close };
}
