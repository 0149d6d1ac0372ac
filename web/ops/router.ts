import { readFileSync } from 'node:fs';
import { parseCookie, stringifySetCookie } from 'cookie';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '../../domain/refusals.ts';
import type { OversightUseCases } from '../../usecases/oversight/types.ts';
import { FORGED, failureOf, renderFailure } from './errors.ts';
import type { Frame } from './layout.ts';
import type { TemporalUi } from './links.ts';
import { renderSignIn, type SignInProblem } from './pages/sign-in.ts';
import { createOpsRoutes } from './routes.ts';
import { createOpsSecurity, isFromElsewhere } from './security.ts';
import { createSessions, LASTS_MS, type Session, type Sessions } from './session.ts';

export type OpsSettings = {
  admin_api_key: string;
  admin_url: string;
  ui: TemporalUi;
  log: Logger;
  now: () => Date;
};

export type OpsOptions = { useCases: OversightUseCases; settings: OpsSettings };

const COOKIE = 'ops_session';
const FORM_BYTES_MAX = 8_192;
const WRONG_KEYS_PER_MINUTE = 10;
const STYLE = new URL('../assets/ops.css', import.meta.url);

/** The operators' pages, to be mounted at the root of the admin port. They need no script, and each but the sign-in needs a session. */
export function createOpsPages({ useCases, settings }: OpsOptions): Router {
  const { admin_api_key, log } = settings;
  const router = Router();
  const style = readFileSync(STYLE, 'utf8');
  router.use('/ops', ...createOpsSecurity(settings));
  router.get('/ops/ops.css', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('css').send(style);
  });
  const guard = createGuard(createSessions(admin_api_key), settings);
  router.use('/ops', express.urlencoded({ extended: false, limit: FORM_BYTES_MAX }));
  router.post('/ops/sign-in', guard.signIn);
  router.use('/ops', guard.requireSession);
  router.post('/ops/sign-out', guard.signOut);
  router.use(createOpsRoutes(useCases, settings));
  router.use('/ops', () => {
    throw new Refusal('not_found', 'There is no such page.');
  });
  router.use('/ops', createErrorPages(log));
  return router;
}

type Guard = Record<'signIn' | 'requireSession' | 'signOut', RequestHandler>;

function createGuard(sessions: Sessions, { admin_url, log, now }: OpsSettings): Guard {
  const wrong_keys = new RateLimiterMemory({ points: WRONG_KEYS_PER_MINUTE, duration: 60 });
  const setCookie = (response: Response, value: string, max_age_ms: number) => {
    const secure = new URL(admin_url).protocol === 'https:';
    const attributes = { path: '/ops', httpOnly: true, sameSite: 'strict', secure, maxAge: Math.floor(max_age_ms / 1_000) } as const;
    response.append('Set-Cookie', stringifySetCookie({ name: COOKIE, value, ...attributes }));
  };
  const askToSignIn = (response: Response, status: number, problem?: SignInProblem) => {
    response.status(status).type('html').send(renderSignIn(problem));
  };
  const sessionOf = (request: Request) => sessions.read(parseCookie(request.get('cookie') ?? '')[COOKIE], now().getTime());

  return {
    async signIn(request, response) {
      if (isFromElsewhere(request)) return askToSignIn(response, 403, 'from_elsewhere');
      const { key } = (request.body ?? {}) as { key?: unknown };
      const from = request.socket.remoteAddress ?? '';
      if (await isBlocked(wrong_keys, from)) return askToSignIn(response.set('Retry-After', '60'), 429, 'too_many');
      if (typeof key !== 'string' || !sessions.isKey(key)) {
        await wrong_keys.consume(from).catch(ignoreLimit);
        log.warn('an operator showed a wrong key');
        return askToSignIn(response, 401, 'wrong_key');
      }
      setCookie(response, sessions.write(sessions.start(now().getTime())), LASTS_MS);
      log.info('an operator signed in');
      response.redirect(303, '/ops');
    },

    requireSession(request, response, next) {
      const session = sessionOf(request);
      if (session === undefined) return askToSignIn(response, 401);
      response.locals.session = session;
      response.locals.frame = { form_token: sessions.formToken(session) } satisfies Frame;
      const renewed = sessions.renewed(session, now().getTime());
      if (renewed !== undefined) setCookie(response, renewed, LASTS_MS);
      const { form_token } = (request.body ?? {}) as { form_token?: unknown };
      const is_safe = request.method === 'GET' || request.method === 'HEAD';
      if (is_safe || (!isFromElsewhere(request) && sessions.isFormToken(session, form_token))) return next();
      response
        .status(FORGED.status)
        .type('html')
        .send(renderFailure(FORGED, response.locals.frame as Frame));
    },

    signOut(_request, response) {
      sessions.end(response.locals.session as Session);
      setCookie(response, '', 0);
      askToSignIn(response, 200, 'signed_out');
    },
  };
}

async function isBlocked(wrong_keys: RateLimiterMemory, from: string): Promise<boolean> {
  return ((await wrong_keys.get(from))?.consumedPoints ?? 0) >= WRONG_KEYS_PER_MINUTE;
}

/** The limit was passed by this very key: the next is turned away. */
function ignoreLimit(error: unknown): void {
  if (!(error instanceof RateLimiterRes)) throw error;
}

function createErrorPages(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const failure = failureOf(error);
    if (failure.status === 500) {
      // A driver's message can hold parameters: the frames say where it was.
      const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line)) : [];
      const error_name = error instanceof Error ? error.name : typeof error;
      log.error(
        { method: request.method, error_name, frames: frames.slice(0, 20).map((line) => line.trim()) },
        "an operator's page failed",
      );
    }
    if (response.headersSent) return next(error);
    response
      .status(failure.status)
      .type('html')
      .send(renderFailure(failure, response.locals.frame as Frame | undefined));
  };
}
