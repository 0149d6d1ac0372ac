import { readFileSync } from 'node:fs';
import { Router } from 'express';
import type { Logger } from 'pino';
import type { UseCases } from '../usecases/types.ts';
import { createCheckoutRoutes } from './checkout/routes.ts';
import { createPageErrorHandler, refuseUnknownPage } from './errors.ts';
import { createSecurity } from './security.ts';
import { createUnsubscribeRoutes } from './unsubscribe/routes.ts';

export type PagesConfig = {
  public_url: string;
  /** Where the ISPs' hosted pages lie; the checkout's form may lead there. */
  isp_origin: string;
  log: Logger;
};

export type PagesOptions = { useCases: UseCases; config: PagesConfig };

const STYLE_MAX_AGE_SECONDS = 3_600;

/** The pages that buyers see, to be mounted at the root. Touches no path but its own, which end here: in a page, errors included. */
export function createPages({ useCases, config }: PagesOptions): Router {
  const router = Router();
  const paths = ['/checkout', '/unsubscribe'];
  const style = readFileSync(new URL('./assets/web.css', import.meta.url), 'utf8');

  router.use([...paths, '/assets/web.css'], ...createSecurity(config));
  router.get('/assets/web.css', (_request, response) => {
    response.set('Cache-Control', `public, max-age=${STYLE_MAX_AGE_SECONDS}`).type('css').send(style);
  });
  router.use(createCheckoutRoutes(useCases));
  router.use(createUnsubscribeRoutes(useCases));
  router.use(paths, refuseUnknownPage);
  router.use(paths, createPageErrorHandler(config.log));
  return router;
}
