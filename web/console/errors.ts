import type { ErrorRequestHandler } from 'express';
import { html } from 'ghtml';
import type { Logger } from 'pino';
import type { Locale } from '../../domain/subscriptions.ts';
import { pageErrorOf } from '../error-page.ts';
import { logUnexpected } from '../errors.ts';
import { sendPage } from '../respond.ts';
import { ForeignForm } from './foreign-form.ts';
import { localeOf } from './language.ts';
import { renderPlain } from './plain-page.ts';
import { COMMON } from './texts/common.ts';

/** Where an error becomes a page of the console. Nothing of the error itself is shown. */
export function createConsoleErrorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const locale = localeOf(request);
    if (error instanceof ForeignForm) {
      sendPage(response, 403, renderError(locale, 'foreign_form'));
      return;
    }
    const { status, kind, retry_after_seconds } = pageErrorOf(error);
    if (kind === 'internal') logUnexpected({ log, error, request });
    if (response.headersSent) return next(error);
    if (retry_after_seconds !== undefined) response.set('Retry-After', String(Math.ceil(retry_after_seconds)));
    sendPage(response, status, renderError(locale, kind));
  };
}

function renderError(locale: Locale, kind: keyof (typeof COMMON)['fr']['errors']): string {
  const { title, text } = COMMON[locale].errors[kind];
  const body = html`<h1>${title}</h1><p>${text}</p><p><a class="button" href="/console">${COMMON[locale].back_home}</a></p>`;
  return renderPlain({ locale, title, body });
}
