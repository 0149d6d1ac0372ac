import { Router } from 'express';
import type { Logger } from 'pino';
import type { UseCases } from '../usecases/types.ts';
import { createAssets } from './assets.ts';
import { BUTTON_PATH, createButton } from './button.ts';
import { createCheckoutRoutes } from './checkout/routes.ts';
import { createPageErrorHandler, refuseUnknownPage } from './errors.ts';
import { refuseForeignForms } from './foreign-forms.ts';
import { CANCEL_PATHS } from './layout.ts';
import { createLeavingRoutes } from './leaving/routes.ts';
import { createSecurity } from './security.ts';
import { createUnsubscribeRoutes } from './unsubscribe/routes.ts';

export type PagesConfig = {
  public_url: string;
  /** Where the ISPs' hosted pages lie; the checkout's form may lead there. */
  isp_origin: string;
  log: Logger;
};

export type PagesOptions = { useCases: UseCases; config: PagesConfig };

/** The pages that buyers see, to be mounted at the root. Touches no path but its own, which end here: in a page, errors included. */
export function createPages({ useCases, config }: PagesOptions): Router {
  const router = Router();
  const paths = ['/checkout', '/unsubscribe', ...Object.values(CANCEL_PATHS)];

  router.use(createAssets());
  router.get(BUTTON_PATH, createButton());
  router.use(paths, ...createSecurity(config));
  // Not where mail programs end a subscription from anywhere (RFC 8058).
  router.post(['/checkout/:id', ...Object.values(CANCEL_PATHS).flatMap((path) => [path, `${path}/:token`])], refuseForeignForms);
  router.use(createCheckoutRoutes(useCases, { is_secure: new URL(config.public_url).protocol === 'https:' }));
  router.use(createUnsubscribeRoutes(useCases));
  router.use(createLeavingRoutes(useCases));
  router.use(paths, refuseUnknownPage);
  router.use(paths, createPageErrorHandler(config.log));
  return router;
}
