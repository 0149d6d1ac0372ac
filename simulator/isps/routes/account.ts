import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { CamaraError } from '../errors.ts';
import type { Isp } from '../isp.ts';
import { accountPage, loginPage } from '../pages/account.ts';
import { formExpiredPage } from '../pages/messages.ts';
import { textsOf } from '../pages/texts.ts';
import { SESSION_TTL_MS, type Session } from '../sessions.ts';
import { rfc3339 } from '../time.ts';
import { accountEvents } from './account-events.ts';
import { accountView } from './account-view.ts';
import { localeOf, loginForm, sameSiteForms } from './forms.ts';
import { parseInput, pathParameter } from './requests.ts';
import { SESSION_COOKIE, sessionCookieOf, sessionCookieOptions, sessionOf, sessionOfForm } from './session-cookie.ts';

const PURCHASES_LISTED_MAX = 100;
const pageQuery = z.coerce.number().int().min(1).max(1_000_000).catch(1);

/** The page that keeps itself fresh needs its own script and the way to its news; forms lead to this very site only. */
const policy: RequestHandler = (_request, response, next) => {
  const sources = "default-src 'none';style-src 'self';script-src 'self';connect-src 'self'";
  response.set('Content-Security-Policy', `${sources};form-action 'self';base-uri 'none';frame-ancestors 'none'`);
  next();
};

/** The account pages: log in, see purchases as they happen, end a subscription. */
export function accountRoutes(isp: Isp, stopping: AbortSignal): Router {
  const { profile } = isp;
  const router = Router();
  const pageOf = (request: Request) => ({ profile, locale: localeOf(request) });
  const accountUrl = (request: Request) => `/${profile.id}/account?locale=${localeOf(request)}`;

  /** What a form of the session does; without its token nothing happens, and a page says so. */
  const withForm = (act: (session: Session, request: Request, response: Response) => void) => (request: Request, response: Response) => {
    const session = sessionOfForm(isp, request);
    if (!session) return void response.status(403).send(formExpiredPage(pageOf(request)));
    act(session, request, response);
  };

  router.use('/account', policy, sameSiteForms);
  router.get('/account', (request, response) => {
    const session = sessionOf(isp, request);
    if (!session) return void response.send(loginPage(pageOf(request)));
    const query = { ended: request.query.ended === '1', page: pageQuery.parse(request.query.page) };
    response.send(accountPage({ ...pageOf(request), ...accountView(isp, session, query) }));
  });
  router.get('/account/events', accountEvents(isp, stopping));
  router.get('/account/purchases.json', (request, response) => {
    const session = sessionOf(isp, request);
    if (!session) throw new CamaraError('UNAUTHENTICATED');
    const newest = isp.books.list({ line: session.line }, { limit: PURCHASES_LISTED_MAX, offset: 0, order: 'desc' });
    const purchases = newest.map((payment) => ({
      ...{ payment_id: payment.payment_id, description: payment.description, merchant_name: payment.merchant_name },
      ...{ amount: Number(payment.amount_cents), refunded: Number(payment.refunded_cents), currency: 'EUR', status: payment.status },
      ...{ mandate_id: payment.mandate_id, created_at: rfc3339(payment.created_at_ms) },
    }));
    response.json({ purchases });
  });
  // What a form was sent to is not a page of its own: a reload, or the other language, comes back to the account.
  router.get('/account/login', (request, response) => response.redirect(303, accountUrl(request)));
  router.post('/account/login', async (request, response) => {
    const { username, password } = parseInput(loginForm, request.body);
    const login = await isp.logins.identify(username, password);
    if ('refused' in login) {
      const error = textsOf(localeOf(request))[login.refused];
      const status = login.refused === 'too_many_logins' ? 429 : 401;
      return void response.status(status).send(loginPage(pageOf(request), { error, username }));
    }
    const earlier = sessionCookieOf(request);
    if (earlier !== undefined) isp.sessions.end(earlier);
    response.cookie(SESSION_COOKIE, isp.sessions.open(login.line.line), { ...sessionCookieOptions(isp), maxAge: SESSION_TTL_MS });
    response.redirect(303, accountUrl(request));
  });
  router.post(
    '/account/logout',
    withForm((session, request, response) => {
      isp.sessions.end(sessionCookieOf(request) ?? '');
      // Other windows of this session hear of it, and find themselves logged out.
      isp.lineWatch.changed(session.line);
      response.clearCookie(SESSION_COOKIE, sessionCookieOptions(isp)).redirect(303, accountUrl(request));
    }),
  );
  router.post(
    '/account/mandates/:mandateId/revoke',
    withForm((session, request, response) => {
      const mandate = isp.mandates.find(pathParameter(request, 'mandateId'));
      if (mandate?.line !== session.line) throw new CamaraError('NOT_FOUND');
      isp.revokeMandate(mandate.mandate_id);
      response.redirect(303, `${accountUrl(request)}&ended=1`);
    }),
  );
  return router;
}
