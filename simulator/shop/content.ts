import { createHash, randomUUID } from 'node:crypto';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { languageOf, readCookie } from '../visitor.ts';
import { ApiRefusal, ApiUnavailable, type BillingApi, type Subscription, type Validation } from './billing-api.ts';
import { areaPage, articlePage } from './pages/content.ts';
import { type HomeView, homePage, type Lock } from './pages/home.ts';
import { TEXTS } from './texts.ts';

export type ShopDocuments = { one_shot: string; rebilling: string };
type ContentDependencies = { api: BillingApi; documents: ShopDocuments; button_script: string; secure_cookies: boolean };

const AREA_COOKIE = 'area_code';
const AREA_COOKIE_MS = 100 * 86_400_000;

const Filling = z.object({ code: z.string().trim().max(64), attempt: z.uuid().catch(() => randomUUID()) });

/** The home page and what codes open. */
export function contentRoutes({ api, documents, button_script, secure_cookies }: ContentDependencies): Router {
  const router = Router();

  const sendHome = async (response: Response, failure?: HomeView['failure']): Promise<void> => {
    const [one_shot, rebilling] = await Promise.all([api.oneShotDocument(documents.one_shot), api.rebillingDocument(documents.rebilling)]);
    const view = { language: languageOf(response), one_shot, rebilling, button_script, attempt: randomUUID() };
    response.type('html').send(homePage(failure ? { ...view, failure } : view));
  };
  const refuse = (response: Response, field: Lock, reason: (Validation & { valid: false })['reason']): Promise<void> =>
    sendHome(response.status(403), { field, message: TEXTS[languageOf(response)][`reason_${reason}`] });
  const askForCode = (response: Response, field: Lock): Promise<void> =>
    sendHome(response.status(422), { field, message: TEXTS[languageOf(response)].code_missing });

  router.get('/', (_request, response) => sendHome(response));

  router.post('/article', async (request, response) => {
    const { code, attempt } = Filling.parse(request.body);
    if (!code) return askForCode(response, 'article');
    const validation = await api.validateCode({ code, document: documents.one_shot }, attemptKey(attempt, code));
    if (!validation.valid) return refuse(response, 'article', validation.reason);
    response.type('html').send(articlePage(languageOf(response)));
  });

  router.post('/area', async (request, response) => {
    const { code } = Filling.parse(request.body);
    if (!code) return askForCode(response, 'area');
    const validation = await api.validateCode({ code, document: documents.rebilling });
    if (!validation.valid) return refuse(response, 'area', validation.reason);
    response.cookie(AREA_COOKIE, code, { path: '/area', httpOnly: true, sameSite: 'lax', secure: secure_cookies, maxAge: AREA_COOKIE_MS });
    response.redirect(303, '/area');
  });

  // Asked anew at each visit: the area closes by itself when the paid period runs out.
  router.get('/area', async (request, response) => {
    const code = readCookie(request, AREA_COOKIE);
    if (!code) {
      return sendHome(response.status(403), { field: 'area', message: TEXTS[languageOf(response)].area_needs_code });
    }
    const validation = await api.validateCode({ code, document: documents.rebilling });
    if (!validation.valid) {
      response.clearCookie(AREA_COOKIE, { path: '/area' });
      return refuse(response, 'area', validation.reason);
    }
    const subscription = validation.subscription === undefined ? undefined : await whatItIs(api, validation.subscription);
    const view = { language: languageOf(response), valid_until: validation.valid_until ?? undefined, subscription };
    response.type('html').send(areaPage(view));
  });

  router.post('/area/leave', (_request, response) => {
    response.clearCookie(AREA_COOKIE, { path: '/area' });
    response.redirect(303, '/');
  });

  return router;
}

/** What billing says of a subscription. A code that is valid opens the area also where billing has no more to say at the moment. */
async function whatItIs(api: BillingApi, id: string): Promise<Subscription | undefined> {
  try {
    return await api.subscription(id);
  } catch (error) {
    if (error instanceof ApiRefusal || error instanceof ApiUnavailable) return undefined;
    throw error;
  }
}

/**
 * One filling of the form with one code is one consumption, however often it is sent: a buyer whose answer got lost reloads
 * and reads. The code is part of the key, so that another one typed after going back is a try of its own.
 */
function attemptKey(attempt: string, code: string): string {
  return createHash('sha256').update(`${attempt}:${code}`).digest('hex');
}
