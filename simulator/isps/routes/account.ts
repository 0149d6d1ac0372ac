import { type Request, type Response, Router } from 'express';
import { CamaraError } from '../errors.ts';
import { sameSecret } from '../identifiers.ts';
import type { Isp } from '../isp.ts';
import { accountPage, formExpiredPage, loginPage } from '../pages/account.ts';
import { textsOf } from '../pages/texts.ts';
import { SESSION_TTL_MS, type Session } from '../sessions.ts';
import { rfc3339 } from '../time.ts';
import { localeOf, loginForm, sameSiteForms } from './forms.ts';
import { parseInput, pathParameter } from './requests.ts';

const COOKIE = 'isp_session';
const PURCHASES_SHOWN_MAX = 100;

function cookieOf(request: Request): string | undefined {
  const pairs = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}

/** The account pages: log in, see purchases as they happen, end a subscription. */
export function accountRoutes(isp: Isp): Router {
  const { profile } = isp;
  const router = Router();
  const pageOf = (request: Request) => ({ profile, locale: localeOf(request) });
  const accountUrl = (request: Request) => `/${profile.id}/account?locale=${localeOf(request)}`;
  const cookieOptions = { httpOnly: true, sameSite: 'lax', path: `/${profile.id}` } as const;

  function sessionOf(request: Request): Session | undefined {
    const cookie = cookieOf(request);
    return cookie === undefined ? undefined : isp.sessions.find(cookie);
  }
  const purchasesOf = ({ line }: Session) => isp.books.list({ line }, { limit: PURCHASES_SHOWN_MAX, offset: 0, order: 'desc' });

  /** The session of a form that carries its token; otherwise the request is answered here. */
  function sessionOfForm(request: Request, response: Response): Session | undefined {
    const session = sessionOf(request);
    const sent: unknown = (request.body as { form_token?: unknown } | undefined)?.form_token;
    if (session && typeof sent === 'string' && sameSecret(sent, session.form_token)) return session;
    response.status(403).send(formExpiredPage(pageOf(request)));
    return undefined;
  }

  router.get('/account', (request, response) => {
    const session = sessionOf(request);
    if (!session) return void response.send(loginPage(pageOf(request)));
    const mandates = isp.mandates.listActive(session.line);
    const ended = request.query.ended === '1';
    response.send(accountPage({ ...pageOf(request), form_token: session.form_token, purchases: purchasesOf(session), mandates, ended }));
  });
  router.get('/account/purchases.json', (request, response) => {
    const session = sessionOf(request);
    if (!session) throw new CamaraError('UNAUTHENTICATED');
    const purchases = purchasesOf(session).map((payment) => ({
      ...{ payment_id: payment.payment_id, description: payment.description, merchant_name: payment.merchant_name },
      ...{ amount: Number(payment.amount_cents), refunded: Number(payment.refunded_cents), currency: 'EUR', status: payment.status },
      ...{ mandate_id: payment.mandate_id, created_at: rfc3339(payment.created_at_ms) },
    }));
    response.json({ purchases });
  });
  router.post('/account/login', sameSiteForms, (request, response) => {
    const { username, password } = parseInput(loginForm, request.body);
    const line = isp.lines.identify(username, password);
    if (!line) {
      const error = textsOf(localeOf(request)).wrong_login;
      return void response.status(401).send(loginPage(pageOf(request), { error, username }));
    }
    response.cookie(COOKIE, isp.sessions.open(line.line), { ...cookieOptions, maxAge: SESSION_TTL_MS });
    response.redirect(303, accountUrl(request));
  });
  router.post('/account/logout', sameSiteForms, (request, response) => {
    if (!sessionOfForm(request, response)) return;
    isp.sessions.end(cookieOf(request) ?? '');
    response.clearCookie(COOKIE, cookieOptions).redirect(303, accountUrl(request));
  });
  router.post('/account/mandates/:mandateId/revoke', sameSiteForms, (request, response) => {
    const session = sessionOfForm(request, response);
    if (!session) return;
    const mandate = isp.mandates.find(pathParameter(request, 'mandateId'));
    if (mandate?.line !== session.line) throw new CamaraError('NOT_FOUND');
    isp.revokeMandate(mandate.mandate_id);
    response.redirect(303, `${accountUrl(request)}&ended=1`);
  });
  return router;
}
