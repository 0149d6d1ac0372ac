import { type Request, type RequestHandler, Router } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { ConsoleAccess } from '../../../usecases/console/types.ts';
import { formFields, readForm } from '../../forms.ts';
import { keyInPath } from '../../keys.ts';
import { sendOn, sendPage } from '../../respond.ts';
import { localeOf } from '../language.ts';
import type { Sessions } from '../session.ts';
import { renderAsk, renderClosed, renderConfirm, renderSent } from './views.ts';

/** From one connection, in this process: many people may sit behind one, and each address has a limit of its own. */
const ASKED_MAX = 100;
const WINDOW_SECONDS = 15 * 60;

const Email = z.string().trim().max(254).pipe(z.email());

/** The way in: an address, a mail, a link that is opened and then confirmed. */
export function createSignInRoutes(useCases: ConsoleAccess, sessions: Sessions): Router {
  const router = Router();
  const isTooMany = createLimit();
  router.get('/sign-in', (request, response) => {
    sendPage(response, 200, renderAsk(localeOf(request), { signed_out: request.query.signed_out === 'yes' }));
  });
  router.post('/sign-in', readForm, askRoute(useCases, isTooMany));
  router.get('/sign-in/:token', async (request, response) => {
    const token = keyInPath(request, 'token');
    const is_open = await useCases.isSignInOpen(token);
    sendPage(response, is_open ? 200 : 410, is_open ? renderConfirm(localeOf(request), token) : renderClosed(localeOf(request)));
  });
  router.post('/sign-in/:token', async (request, response) => {
    const made = await useCases.signIn(keyInPath(request, 'token'));
    if (made === undefined) return sendPage(response, 410, renderClosed(localeOf(request)));
    sessions.start(response, made);
    sendOn(response, '/console');
  });
  return router;
}

function askRoute(useCases: ConsoleAccess, isTooMany: (request: Request) => Promise<boolean>): RequestHandler {
  return async (request, response) => {
    const locale = localeOf(request);
    const fields = await formFields(request);
    const email = Email.safeParse(fields.email);
    if (!email.success) {
      const typed = typeof fields.email === 'string' ? fields.email.slice(0, 254) : '';
      return sendPage(response, 422, renderAsk(locale, { email: typed, problem: 'email_wrong' }));
    }
    if (await isTooMany(request)) return sendPage(response, 429, renderAsk(locale, { email: email.data, problem: 'too_many' }));
    await useCases.requestSignIn({ email: email.data, locale });
    sendPage(response, 200, renderSent(locale, email.data));
  };
}

function createLimit(): (request: Request) => Promise<boolean> {
  const limiter = new RateLimiterMemory({ keyPrefix: 'sign_in', points: ASKED_MAX, duration: WINDOW_SECONDS });
  return async (request) => {
    try {
      await limiter.consume(request.ip ?? 'unknown');
      return false;
    } catch (rejection) {
      if (rejection instanceof RateLimiterRes) return true;
      throw rejection;
    }
  };
}
