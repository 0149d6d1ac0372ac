import { Router } from 'express';
import type { Logger } from 'pino';
import { refuseUnknownPage } from '../errors.ts';
import { createArea } from './area.ts';
import { addClockPages } from './clocks/routes.ts';
import { addDocumentPages } from './documents/routes.ts';
import { createConsoleErrorHandler } from './errors.ts';
import { addEventPages } from './events/routes.ts';
import { addHomePage } from './home/routes.ts';
import { addIntegrationPages } from './integration/routes.ts';
import { addKeyPages } from './keys/routes.ts';
import { keepLanguage } from './language.ts';
import { refuseForeignForms } from './origin.ts';
import { addPayoutPages, type PayoutPagesConfig } from './payouts/routes.ts';
import { createConsoleSecurity } from './security.ts';
import { createSessions } from './session.ts';
import { createMerchantChoice } from './sign-in/choice.ts';
import { createSignInRoutes } from './sign-in/routes.ts';
import { addSubscriptionPages } from './subscriptions/routes.ts';
import { addTransactionPages } from './transactions/routes.ts';
import type { ConsoleUseCases, NewId } from './use-cases.ts';

export type ConsoleConfig = { public_url: string; log: Logger; newId: NewId; now: () => Date } & Pick<PayoutPagesConfig, 'renderPayout'>;
export type ConsoleOptions = { useCases: ConsoleUseCases; config: ConsoleConfig };

export const CONSOLE_PATH = '/console';

/** The merchant console, to be mounted at the root beside the buyers' pages. Touches no path but its own, which end here. */
export function createConsole({ useCases, config }: ConsoleOptions): Router {
  const sessions = createSessions(useCases, config);
  const console_router = Router();
  console_router.use(...createConsoleSecurity(config), keepLanguage, refuseForeignForms(config));
  console_router.use(createSignInRoutes(useCases, sessions));
  console_router.use(sessions.require, createMerchantChoice(useCases, sessions));

  const area = createArea(console_router);
  addHomePage(area, useCases, config);
  addTransactionPages(area, useCases, config);
  addSubscriptionPages(area, useCases);
  addDocumentPages(area, useCases, config);
  addClockPages(area, useCases, config);
  addPayoutPages(area, useCases, config);
  addEventPages(area, useCases);
  addKeyPages(area, useCases, config);
  addIntegrationPages(area, useCases, config);

  console_router.use(refuseUnknownPage, createConsoleErrorHandler(config.log));
  return Router().use(CONSOLE_PATH, console_router);
}
