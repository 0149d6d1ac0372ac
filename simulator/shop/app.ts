import { readFileSync } from 'node:fs';
import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { serveLiveScript } from '../live/live.ts';
import { chooseLanguage } from '../visitor.ts';
import type { BillingApi } from './billing-api.ts';
import { callbackRoutes } from './callbacks.ts';
import { contentRoutes, type ShopDocuments } from './content.ts';
import { createErrorHandler, onNothingFound } from './errors.ts';
import { orderRoutes } from './orders.ts';
import type { ShopStore } from './store.ts';
import { SHOP_STYLE } from './style.ts';

export type ShopSettings = { public_url: string; api_url: string; callback_secret: string; documents: ShopDocuments };
type ShopDependencies = { api: BillingApi; store: ShopStore; log: Logger };

const SHOP_SCRIPT = readFileSync(new URL('./shop.js', import.meta.url), 'utf8');

/** Billing's own addresses. Browsers hold a form's redirects to `form-action` too, and the one to the checkout leads there. */
function billingOrigins(api_url: string): string[] {
  const { protocol, hostname, port } = new URL(api_url);
  const loopback = ['localhost', '127.0.0.1'];
  const hosts = loopback.includes(hostname) ? loopback : [hostname];
  return hosts.map((host) => `${protocol}//${host}${port && `:${port}`}`);
}

function securityHeaders(api_url: string) {
  const origins = billingOrigins(api_url);
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        // Our own script and billing's button, which asks billing how its checkout stands.
        scriptSrc: ["'self'", ...origins],
        connectSrc: ["'self'", ...origins],
        formAction: ["'self'", ...origins],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // The checkout's window tells this page when it is done.
    crossOriginOpenerPolicy: false,
    strictTransportSecurity: false,
  });
}

/** The site of one merchant, as its own server would be. */
export function createShopApp(settings: ShopSettings, { api, store, log }: ShopDependencies): Express {
  const { documents, public_url } = settings;
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders(settings.api_url));
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/style.css', (_request, response) => void response.type('css').set('Cache-Control', 'max-age=3600').send(SHOP_STYLE));
  app.get('/live.js', serveLiveScript);
  app.get('/shop.js', (_request, response) => void response.type('text/javascript').set('Cache-Control', 'no-cache').send(SHOP_SCRIPT));
  app.use(chooseLanguage('fr'), (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  // Before the form parser: callbacks are verified over their raw bytes.
  app.use(callbackRoutes({ store, secret: settings.callback_secret, log }));
  app.use(express.urlencoded({ extended: false, limit: '16kb' }));
  app.use(
    contentRoutes({ api, documents, button_script: `${settings.api_url}/v1/button.js`, secure_cookies: public_url.startsWith('https:') }),
  );
  app.use(orderRoutes({ api, store, documents, public_url }));
  // A page that answered a form is reached again by its address when the language is changed.
  app.get(['/article', '/checkout', '/area/leave'], (_request, response) => response.redirect(303, '/'));
  app.use(onNothingFound);
  app.use(createErrorHandler(log));
  return app;
}
