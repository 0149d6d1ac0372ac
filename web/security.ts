import type { RequestHandler } from 'express';
import helmet from 'helmet';

export type SecurityOptions = { public_url: string; isp_origin: string };

/**
 * The headers of every page. Only our own scripts run, none is inline or made of text; no other origin is loaded or asked, and no address
 * (they hold keys) is told to other sites.
 */
export function createSecurity({ public_url, isp_origin }: SecurityOptions): RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'connect-src': ["'self'"],
        // Browsers hold the redirect that answers a form to this list too: the checkout's form leads on to the ISP's page.
        'form-action': ["'self'", new URL(isp_origin).origin],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'require-trusted-types-for': ["'script'"],
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
