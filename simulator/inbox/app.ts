import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { z } from 'zod';
import { serveLiveScript } from '../live/live.ts';
import { chooseLanguage, languageOf } from '../visitor.ts';
import type { Message, MessageStore } from './message-store.ts';
import { framedHtml, listPage, messagePage, problemPage } from './pages.ts';
import { INBOX_STYLE } from './style.ts';
import { INBOX_TEXTS, type InboxTexts } from './texts.ts';

/** A form that is sent empty means no search. */
const recipient = z
  .string()
  .trim()
  .max(320)
  .transform((text) => text || undefined)
  .optional();
const sequence = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const Query = z.object({ to: recipient, limit: z.coerce.number().int().min(1).max(100).default(50), after: sequence.optional() });

/** The mail was written by somebody else: no script, no request to anywhere, no form, no frame. */
const MAIL_CSP = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

const pageHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  // The frame of a mail has no origin of its own, which a browser cannot key, and says so.
  originAgentCluster: false,
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
});

type Problem = { [Name in keyof InboxTexts]: InboxTexts[Name] extends string ? Name : never }[keyof InboxTexts];

function problem(response: Response, status: number, about: Problem, detail = ''): void {
  const isApi = response.req.path.startsWith('/api/');
  const language = isApi ? 'en' : languageOf(response);
  const title = `${INBOX_TEXTS[language][about]}${detail}`;
  if (!isApi) return void response.status(status).type('html').send(problemPage(title, language));
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status }));
}

/** The pages and the JSON side of the inbox. */
export function createInboxApp(messages: MessageStore, log: Logger): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(pageHeaders, chooseLanguage('en'));
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  const withMessage = (show: (message: Message, response: Response) => void) => (request: Request, response: Response) => {
    const id = sequence.safeParse(request.params.id);
    const message = id.success ? messages.find(id.data) : undefined;
    if (!message) return problem(response, 404, 'no_message');
    show(message, response);
  };

  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/style.css', (_request, response) => void response.type('css').set('Cache-Control', 'max-age=3600').send(INBOX_STYLE));
  app.get('/live.js', serveLiveScript);
  app.get('/', (request, response) => {
    const query = Query.parse(request.query);
    const { to, after } = query;
    response.type('html').send(listPage({ language: languageOf(response), listing: messages.list(query), to, after }));
  });
  app.get(
    '/messages/:id',
    withMessage((message, response) => void response.type('html').send(messagePage(message, languageOf(response)))),
  );
  app.get(
    '/messages/:id/html',
    withMessage((message, response) => {
      if (message.html === null) return problem(response, 404, 'no_html');
      response.set({ 'Content-Security-Policy': MAIL_CSP, 'X-Frame-Options': 'SAMEORIGIN' });
      response.type('html').send(framedHtml(message.html));
    }),
  );
  app.get('/api/messages', (request, response) => void response.json(messages.list(Query.parse(request.query))));
  app.get(
    '/api/messages/:id',
    withMessage((message, response) => void response.json(message)),
  );
  app.delete('/api/messages', (_request, response) => {
    messages.deleteAll();
    response.status(204).end();
  });

  app.use((_request, response) => problem(response, 404, 'nothing'));
  const onError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    if (error instanceof z.ZodError) return problem(response, 400, 'bad_query', `: ${z.prettifyError(error)}`);
    log.error({ err: error }, 'request failed');
    problem(response, 500, 'failed');
  };
  app.use(onError);
  return app;
}
