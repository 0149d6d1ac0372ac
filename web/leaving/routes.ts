import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { canonicalEmail } from '../../domain/emails.ts';
import { LOCALES, type Locale } from '../../domain/subscriptions.ts';
import type { UseCases } from '../../usecases/types.ts';
import { formFields, readForm } from '../forms.ts';
import { keyInPath } from '../keys.ts';
import { CANCEL_PATHS } from '../layout.ts';
import { askedLocale } from '../locale.ts';
import { sendOn, sendPage } from '../respond.ts';
import { TEXTS } from '../texts/index.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import { type FindView, renderDeadLink, renderFind, renderLeavePage, renderSent } from './view.ts';

export type LeavingPagesUseCases = Pick<UseCases, 'findByCode' | 'requestLeaveLink' | 'showLeavePage' | 'endFromLeavePage'>;

type Tools = { useCases: LeavingPagesUseCases; throttle: Throttle; base: Locale };

/**
 * "Résilier votre contrat", without an account, for who lost the mail: by the code, which only its buyer has, or by a link to the e-mail address.
 * The page in French and the one in English are one page at two addresses. GET only shows.
 */
export function createLeavingRoutes(useCases: LeavingPagesUseCases): Router {
  const router = Router();
  const throttle = createThrottle();
  for (const base of LOCALES) {
    const tools = { useCases, throttle, base };
    const path = CANCEL_PATHS[base];
    router.get(path, findRoute(tools));
    router.post(path, readForm, searchRoute(tools));
    router.get(`${path}/:token`, showRoute(tools));
    router.post(`${path}/:token`, readForm, endRoute(tools));
  }
  return router;
}

function findRoute({ base }: Tools): RequestHandler {
  return (request, response) => {
    const view = { locale: askedLocale(request) ?? base, path: CANCEL_PATHS[base] };
    sendPage(response, 200, 'sent' in request.query ? renderSent(view) : renderFind({ ...view, values: {}, errors: {} }));
  };
}

/** Each form of the page has one field; what it holds says which one was sent. */
function searchRoute(tools: Tools): RequestHandler {
  return async (request, response) => {
    const fields = await formFields(request);
    const search = { tools, request, response, locale: askedLocale(request) ?? tools.base };
    if (typeof fields.email === 'string') await searchByEmail(search, fields.email);
    else await searchByCode(search, typeof fields.code === 'string' ? fields.code : '');
  };
}

type Search = { tools: Tools; request: Request; response: Response; locale: Locale };

function again({ tools, response, locale }: Search, { status, ...view }: Pick<FindView, 'values' | 'errors'> & { status: number }): void {
  sendPage(response, status, renderFind({ ...view, locale, path: CANCEL_PATHS[tools.base] }));
}

function tooMany(
  search: Search,
  { field, values, seconds }: { field: 'code' | 'email'; values: FindView['values']; seconds: number },
): void {
  search.response.set('Retry-After', String(seconds));
  again(search, { status: 429, values, errors: { [field]: TEXTS[search.locale].leaving.too_many(Math.ceil(seconds / 60)) } });
}

async function searchByCode(search: Search, code: string): Promise<void> {
  const { tools, request, response, locale } = search;
  const from = request.ip ?? 'unknown';
  const values = { code: code.slice(0, 60) };
  const seconds = await tools.throttle.codeBlocked(from);
  if (seconds !== undefined) return tooMany(search, { field: 'code', values, seconds });
  const owner = await tools.useCases.findByCode(code);
  if (owner.kind === 'subscription') return sendOn(response, `/unsubscribe/${owner.token}?lang=${locale}`);
  if (owner.kind === 'unknown') await tools.throttle.countWrongCode(from);
  const { code_unknown, code_one_shot } = TEXTS[locale].leaving;
  again(search, { status: 422, values, errors: { code: owner.kind === 'unknown' ? code_unknown : code_one_shot } });
}

const Email = z.string().trim().max(254).pipe(z.email());

/** The same answer for every address, after the same work: one row is written, and who is a customer is looked up by the worker. */
async function searchByEmail(search: Search, email: string): Promise<void> {
  const { tools, request, response, locale } = search;
  const values = { email: email.slice(0, 254) };
  const parsed = Email.safeParse(email);
  if (!parsed.success) return again(search, { status: 422, values, errors: { email: TEXTS[locale].form.errors.email } });
  const seconds = await tools.throttle.requestBlocked(request.ip ?? 'unknown');
  if (seconds !== undefined) return tooMany(search, { field: 'email', values, seconds });
  if (await tools.throttle.mayWrite(canonicalEmail(parsed.data))) await tools.useCases.requestLeaveLink({ email: parsed.data, locale });
  sendOn(response, `${CANCEL_PATHS[tools.base]}?sent=yes&lang=${locale}`);
}

function showRoute({ useCases, base }: Tools): RequestHandler {
  return async (request, response) => {
    const token = keyInPath(request, 'token');
    const page = await useCases.showLeavePage(token);
    const locale = askedLocale(request) ?? page.locale;
    if (page.kind === 'expired') return sendPage(response, 410, renderDeadLink(locale));
    sendPage(response, 200, renderLeavePage({ page, locale, path: `${CANCEL_PATHS[base]}/${token}` }));
  };
}

function endRoute({ useCases, base }: Tools): RequestHandler {
  return async (request, response) => {
    const token = keyInPath(request, 'token');
    const { subscription } = await formFields(request);
    const page = await useCases.endFromLeavePage(token, typeof subscription === 'string' ? subscription : '');
    const locale = askedLocale(request) ?? page.locale;
    if (page.kind === 'expired') return sendPage(response, 410, renderDeadLink(locale));
    const just_ended = page.subscriptions.find((each) => each.subscription.id === subscription);
    sendPage(response, 200, renderLeavePage({ page, locale, path: `${CANCEL_PATHS[base]}/${token}`, just_ended }));
  };
}
