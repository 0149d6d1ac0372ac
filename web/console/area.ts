import type { Request, Response, Router } from 'express';
import { Refusal } from '../../domain/refusals.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { ConsoleMerchant, ConsoleSession } from '../../usecases/console/types.ts';
import type { Scope } from '../../usecases/types.ts';
import { formFields, readForm } from '../forms.ts';
import { sendOn, sendPage } from '../respond.ts';
import { checkCsrf } from './csrf.ts';
import { localeOf } from './language.ts';
import { type ConsolePage, renderConsole } from './layout.ts';
import { signedIn } from './session.ts';

/** One request of a person who is signed in and acts for a merchant. */
export type Visit = {
  locale: Locale;
  session: ConsoleSession & { merchant: ConsoleMerchant };
  session_token: string;
  scope: Scope;
  /** Values of the address's query that came once, as text. */
  query: Readonly<Record<string, string>>;
};

/** A page, or where to go on. */
export type Shown =
  | (Omit<ConsolePage, 'visit' | 'path'> & { status?: number })
  | { go_to: string }
  | { raw: string; type: 'html' | 'csv' | 'json' };

export type Area = {
  get(path: string, show: (visit: Visit, id: string) => Promise<Shown>): void;
  /** `fields` are of a form that a page of this session made. */
  post(path: string, act: (visit: Visit, fields: Record<string, unknown>, id: string) => Promise<Shown>): void;
};

/** Mounts the pages of people who are signed in: each is handed who asks and what is asked, and answers what to show. */
export function createArea(router: Router): Area {
  return {
    get(path, show) {
      router.get(path, async (request, response) => {
        nameRoute(response, path);
        const visit = visitOf(request, response);
        answer({ request, response, visit }, await show(visit, idOf(request)));
      });
    },
    post(path, act) {
      router.post(path, readForm, async (request, response) => {
        nameRoute(response, path);
        const visit = visitOf(request, response);
        const fields = await formFields(request);
        checkCsrf(visit.session, fields);
        answer({ request, response, visit }, await act(visit, fields, idOf(request)));
      });
    },
  };
}

/** Pages of the console are measured under names of their own, as other pages may have a `/documents` too. */
function nameRoute(response: Response, path: string): void {
  response.locals.route = `/console${path}`;
}

function visitOf(request: Request, response: Response): Visit {
  const { session, session_token } = signedIn(response);
  const { merchant, mode } = session;
  if (merchant === null) throw new Error('a page of the console was mounted before the choice of the merchant');
  const scope: Scope = { merchant_id: merchant.id, merchant_name: merchant.name, tier: merchant.tier, mode, key_id: 'console' };
  return { locale: localeOf(request), session: { ...session, merchant }, session_token, scope, query: queryOf(request) };
}

function queryOf(request: Request): Record<string, string> {
  const { searchParams } = new URL(request.originalUrl, 'http://localhost');
  return Object.fromEntries([...searchParams].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ''));
}

/** What ids of ours are made of. */
const ID = /^[a-z]{2,4}_\w{1,64}$/;

/** The id in the address; empty where the address has none. Refuses as not found what can't be one. */
function idOf(request: Request): string {
  const { id } = request.params;
  if (id === undefined) return '';
  if (typeof id !== 'string' || !ID.test(id)) throw new Refusal('not_found', 'The address holds no id of ours.');
  return id;
}

function answer({ request, response, visit }: { request: Request; response: Response; visit: Visit }, shown: Shown): void {
  if ('go_to' in shown) {
    sendOn(response, shown.go_to);
    return;
  }
  if ('raw' in shown) {
    response.type(shown.type).send(shown.raw);
    return;
  }
  const { status = 200, ...page } = shown;
  const { pathname, searchParams } = new URL(request.originalUrl, 'http://localhost');
  const path = request.method === 'GET' && searchParams.size > 0 ? `${pathname}?${searchParams}` : pathname;
  sendPage(response, status, renderConsole({ ...page, visit, path }));
}
