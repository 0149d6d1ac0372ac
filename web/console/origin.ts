import type { Request, RequestHandler } from 'express';
import { ForeignForm } from './foreign-form.ts';

/**
 * Refuses every form that another site sends, signed in or not. Browsers say where a request comes from and let no page say otherwise:
 * `Sec-Fetch-Site`, or `Origin` where the site is not served securely. One that says neither is no browser that we know.
 */
export function refuseForeignForms({ public_url }: { public_url: string }): RequestHandler {
  const own_origin = new URL(public_url).origin;
  return (request, _response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || isOwn(request, own_origin)) return next();
    throw new ForeignForm();
  };
}

function isOwn(request: Request, own_origin: string): boolean {
  const site = request.get('sec-fetch-site');
  return site === undefined ? request.get('origin') === own_origin : site === 'same-origin';
}
