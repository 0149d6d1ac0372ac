import type { RequestHandler } from 'express';
import { renderErrorPage } from './error-page.ts';
import { sendPage } from './respond.ts';

/**
 * Refuses a form that a page of another site has sent: it would use the buyer's connection, and the patience that we have with it, for
 * somebody else. Browsers say where a form comes from; of our own pages, which tell nobody their address, the origin is `null`.
 */
export const refuseForeignForms: RequestHandler = (request, response, next) => {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const is_known = site === undefined || site === 'same-origin' || site === 'none';
  const is_ours = origin === undefined || origin === 'null' || URL.parse(origin)?.host === request.get('host');
  if (is_known && is_ours) return next();
  sendPage(response, 403, renderErrorPage({ status: 403, kind: 'bad_request' }, undefined));
};
