import { type Request, Router } from 'express';
import { z } from 'zod';
import type { Isp } from '../isp.ts';
import { authorizePage, badRequestPage } from '../pages/authorize.ts';
import { textsOf } from '../pages/texts.ts';
import { TOKEN_TTL_SECONDS } from '../tokens.ts';
import { localeOf, loginForm, sameSiteForms } from './forms.ts';

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
    const action = `/${profile.id}/authorize${request.originalUrl.slice(request.originalUrl.indexOf('?'))}`;
    return authorizePage({
      profile,
      locale: localeOf(request),
      terms: { kind, merchant_name, description, amount_cents, period },
      action,
      ...retry,
    });
  };
  router.get('/authorize', (request, response) => {
    const query = readQuery(request, redirectPrefix);
    if (query) response.send(view(request, query));
    else response.status(400).send(badRequestPage(profile, localeOf(request)));
  });
  router.post('/authorize', sameSiteForms, (request, response) => {
    const query = readQuery(request, redirectPrefix);
    const form = decisionForm.safeParse(request.body ?? {}).data;
    if (!query || !form) return void response.status(400).send(badRequestPage(profile, localeOf(request)));
    if (form.decision === 'refuse') return response.redirect(303, returnUrl(query, { error: 'access_denied' }));
    const line = isp.lines.identify(form.username, form.password);
    if (!line) {
      const error = textsOf(localeOf(request)).wrong_login;
      return void response.status(401).send(view(request, query, { username: form.username, error }));
    }
    const { kind, merchant_name, amount: amount_max_cents } = query;
    const token = isp.tokens.grant({ line: line.line, kind, amount_max_cents, merchant_name, ttl_seconds: TOKEN_TTL_SECONDS });
    response.redirect(303, returnUrl(query, { subscriber_token: token }));
  });
  return router;
}
