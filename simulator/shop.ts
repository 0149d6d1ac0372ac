import { pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { listenHttp, runUntilStopped } from './server-process.ts';
import { createShopApp } from './shop/app.ts';
import { createBillingApi } from './shop/billing-api.ts';
import { openShopStore } from './shop/store.ts';

export type Shop = { url: string; close(): Promise<void> };

/** A merchant's own site, which sells codes and tickets through the public API and takes its callbacks. */
export async function startShop(config: Config<'shop'>): Promise<Shop> {
  const log = pino({ name: 'shop', level: config.LOG_LEVEL });
  const store = openShopStore(config.SHOP_DATA_DIR);
  const api = createBillingApi({ url: config.SHOP_API_URL, api_key: config.SHOP_API_KEY });
  const release = async () => {
    await api.close();
    store.close();
  };
  try {
    const app = createShopApp(
      {
        public_url: config.SHOP_PUBLIC_URL,
        api_url: config.SHOP_API_URL,
        callback_secret: config.SHOP_CALLBACK_SECRET,
        documents: { one_shot: config.SHOP_DOCUMENT_ONE_SHOT, rebilling: config.SHOP_DOCUMENT_REBILLING },
      },
      { api, store, log },
    );
    const http = await listenHttp(app, config.SHOP_PORT, config.LISTEN_HOST);
    log.info({ url: http.url }, 'shop ready');
    const close = async () => {
      await http.close();
      await release();
    };
    return { url: http.url, close };
  } catch (error) {
    await release();
    throw error;
  }
}

if (import.meta.main) await runUntilStopped(() => startShop(readConfig('shop')));
