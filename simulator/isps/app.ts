import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response, Router } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { serveLiveScript } from '../live/live.ts';
import { type Answer, CamaraError, errorAnswer } from './errors.ts';
import type { Isp } from './isp.ts';
import { homePage } from './pages/home.ts';
import { type Message, messagePage } from './pages/messages.ts';
import { stylesheet } from './pages/stylesheet.ts';
import { accountRoutes } from './routes/account.ts';
import { authorizeRoutes } from './routes/authorize.ts';
import { clientRoutes } from './routes/client.ts';
import { controlRoutes } from './routes/control.ts';
import { localeOf } from './routes/forms.ts';
import { mandateRoutes } from './routes/mandates.ts';
import { type OperationContext, sendAnswer } from './routes/operations.ts';
import { paymentRoutes, reservationRoutes } from './routes/payments.ts';
import { refundRoutes } from './routes/refunds.ts';

export interface AppOptions {
  readonly isps: readonly Isp[];
  readonly clientSecret: string;
  /** Where the hosted page may send a subscriber back to. */
  readonly redirectPrefix: string;
  /** The network address that the server listens on. */
  readonly host: string;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}

/** Headers of every answer. form-action names the redirect's origin too: browsers apply it to where a submitted form is redirected. */
function securityHeaders(redirectPrefix: string): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'form-action': ["'self'", new URL(redirectPrefix).origin],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // The hosted page opens in a merchant's popup; cutting it from its opener would break the checkout around it.
    crossOriginOpenerPolicy: false,
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: false,
  });
}

const correlator: RequestHandler = (request, response, next) => {
  const sent = request.get('x-correlator');
  if (sent !== undefined && /^[a-zA-Z0-9\-_:;./<>{}]{1,256}$/.test(sent)) response.set('x-correlator', sent);
  next();
};

const isBodyError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'type' in error && 'status' in error && Number(error.status) < 500;

const MESSAGE_OF_STATUS: Readonly<Record<number, Message>> = { 400: 'bad_request', 403: 'elsewhere', 404: 'not_found' };

/** A person at a browser gets a page, a client the error of CAMARA. */
function sendError({ isps }: AppOptions, request: Request, response: Response, answer: Answer): void {
  if (request.accepts(['json', 'html']) !== 'html') {
    sendAnswer(response, answer);
    return;
  }
  const profile = isps.find(({ profile: { id } }) => request.originalUrl.startsWith(`/${id}/`))?.profile;
  const page = messagePage({ profile, locale: localeOf(request) }, MESSAGE_OF_STATUS[answer.status] ?? 'failed');
  response.status(answer.status).send(page);
}

const onError =
  (options: AppOptions): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof CamaraError) return sendError(options, request, response, error.answer);
    if (isBodyError(error)) return sendError(options, request, response, errorAnswer('INVALID_ARGUMENT', 'The body could not be read.'));
    options.log.error({ err: error, method: request.method, path: request.path }, 'unexpected');
    return sendError(options, request, response, errorAnswer('INTERNAL'));
  };

function ispRouter(isp: Isp, options: AppOptions): Router {
  const context: OperationContext = { isp, clientSecret: options.clientSecret, stopping: options.stopping };
  const router = Router();
  const billing = [reservationRoutes(context), paymentRoutes(context), mandateRoutes(context)];
  router.use('/carrier-billing/v0.5', ...billing);
  router.use('/carrier-billing-refund/v0.3', refundRoutes(context));
  router.use('/_control', controlRoutes(isp, options.host));
  router.use(clientRoutes(context));
  router.use(authorizeRoutes(isp, options.redirectPrefix));
  router.use(accountRoutes(isp, options.stopping));
  return router;
}

/** The four ISPs behind one door, each under its own name. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('etag');
  app.use(securityHeaders(options.redirectPrefix), correlator);
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use(express.json({ type: ['application/json', 'application/*+json'] }), express.urlencoded({ extended: false }));
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/stylesheet.css', (_request, response) => void response.type('css').set('Cache-Control', 'max-age=3600').send(stylesheet));
  app.get('/live.js', serveLiveScript);
  app.get('/', (request, response) => void response.send(homePage(localeOf(request))));
  for (const isp of options.isps) app.use(`/${isp.profile.id}`, ispRouter(isp, options));
  app.use(() => {
    throw new CamaraError('NOT_FOUND');
  });
  app.use(onError(options));
  return app;
}
