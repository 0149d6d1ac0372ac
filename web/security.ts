import type { RequestHandler } from 'express';
import helmet from 'helmet';

export type SecurityOptions = { public_url: string; isp_origin: string };

/** The headers of every page. No script runs, no other origin is loaded, and no address (they hold keys) is told to other sites. */
export function createSecurity({ public_url, isp_origin }: SecurityOptions): RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        // Browsers hold the redirect that answers a form to this list too: the checkout's form leads on to the ISP's page.
        'form-action': ["'self'", new URL(isp_origin).origin],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // A shop opens the checkout as a popup; its page at the return address must still find the window that opened it.
    crossOriginOpenerPolicy: { policy: 'unsafe-none' },
    strictTransportSecurity: new URL(public_url).protocol === 'https:',
  });
  const noIndex: RequestHandler = (_request, response, next) => {
    response.set('X-Robots-Tag', 'noindex, nofollow');
    next();
  };
  return [headers, noIndex];
}
