import { type Request, Router } from 'express';
import { z } from 'zod';
import type { Isp } from '../isp.ts';
import { authorizePage } from '../pages/authorize.ts';
import { messagePage } from '../pages/messages.ts';
import { textsOf } from '../pages/texts.ts';
import { TOKEN_TTL_SECONDS } from '../tokens.ts';
import { localeOf, loginForm, otherLocaleUrl, sameSiteForms } from './forms.ts';
import { sessionOf, sessionOfForm } from './session-cookie.ts';

const authorizeQuery = z.object({
  redirect_uri: z.url({ protocol: /^https?$/ }),
  state: z.string().max(1024).default(''),
  kind: z.enum(['one_shot', 'mandate']),
  merchant_name: z.string().min(1).max(200),
  description: z.string().min(1).max(500),
  amount: z
    .string()
    .regex(/^[1-9]\d{0,7}$/)
    .transform(BigInt),
  currency: z.literal('EUR').default('EUR'),
  period: z.enum(['week', 'month', 'quarter']).optional(),
});
type AuthorizeQuery = z.infer<typeof authorizeQuery>;

const decisionForm = loginForm.extend({ decision: z.enum(['accept', 'refuse']) });

/** The query, where it is whole and leads back to where the ISP may send subscribers. */
function readQuery(request: Request, redirectPrefix: string): AuthorizeQuery | undefined {
  const { data } = authorizeQuery.safeParse(request.query);
  // Compared after parsing, as a browser would read it, and up to a slash: http://localhost:3000.example.com is not ours.
  return data && new URL(data.redirect_uri).href.startsWith(`${redirectPrefix}/`) ? data : undefined;
}

function returnUrl(query: AuthorizeQuery, outcome: { subscriber_token: string } | { error: 'access_denied' }): string {
  const url = new URL(query.redirect_uri);
  for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
  url.searchParams.set('state', query.state);
  return url.href;
}

/** The hosted page. An accepted amount becomes the most that the token can be charged, each time. */
export function authorizeRoutes(isp: Isp, redirectPrefix: string): Router {
  const { profile } = isp;
  const router = Router();
  const view = (request: Request, query: AuthorizeQuery, retry: { username?: string; error?: string } = {}) => {
    const { kind, merchant_name, description, amount: amount_cents, period } = query;
    return authorizePage({
      ...{ profile, locale: localeOf(request), terms: { kind, merchant_name, description, amount_cents, period } },
      action: `/${profile.id}/authorize${request.originalUrl.slice(request.originalUrl.indexOf('?'))}`,
      other_locale_url: otherLocaleUrl(request),
      known: sessionOf(isp, request),
      ...retry,
    });
  };
  const invalid = (request: Request) => messagePage({ profile, locale: localeOf(request) }, 'bad_request');
  router.get('/authorize', (request, response) => {
    const query = readQuery(request, redirectPrefix);
    if (query) response.send(view(request, query));
    else response.status(400).send(invalid(request));
  });
  router.post('/authorize', sameSiteForms, async (request, response) => {
    const query = readQuery(request, redirectPrefix);
    const form = decisionForm.safeParse(request.body ?? {}).data;
    if (!query || !form) return void response.status(400).send(invalid(request));
    if (form.decision === 'refuse') return response.redirect(303, returnUrl(query, { error: 'access_denied' }));
    // Who is logged in to the account and names no other line accepts for that one.
    const known = form.username === '' ? sessionOfForm(isp, request) : undefined;
    const login = known ? { line: known } : await isp.logins.identify(form.username, form.password);
    if ('refused' in login) {
      const error = textsOf(localeOf(request))[login.refused];
      const status = login.refused === 'too_many_logins' ? 429 : 401;
      return void response.status(status).send(view(request, query, { username: form.username, error }));
    }
    const { kind, merchant_name, amount: amount_max_cents, period = null } = query;
    const grant = { line: login.line.line, kind, amount_max_cents, merchant_name, ttl_seconds: TOKEN_TTL_SECONDS };
    const token = isp.tokens.grant({ ...grant, period: kind === 'mandate' ? period : null });
    response.redirect(303, returnUrl(query, { subscriber_token: token }));
  });
  return router;
}
