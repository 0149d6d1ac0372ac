import type { Request, RequestHandler } from 'express';
import helmet from 'helmet';

/** No script runs on an operator's page, nothing is loaded from elsewhere, none can be framed or kept, and no address is told to other sites. */
export function createOpsSecurity({ admin_url }: { admin_url: string }): RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: new URL(admin_url).protocol === 'https:',
  });
  const unkept: RequestHandler = (_request, response, next) => {
    response.set('Cache-Control', 'no-store').set('X-Robots-Tag', 'noindex, nofollow');
    next();
  };
  return [headers, unkept];
}

/**
 * Whether a form can have been sent by a page of another site. Browsers say where a POST comes from; what says nothing is no browser, and has
 * no operator's session to misuse.
 */
export function isFromElsewhere(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.get('origin');
  return origin !== undefined && URL.parse(origin)?.host !== request.get('host');
}
