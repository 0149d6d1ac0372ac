import type { CheckoutPage } from '../usecases/types.ts';

/** The address of a merchant's page as a link, or undefined where following it could do something else than open a page. */
export function webAddress(address: string): URL | undefined {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}

/** The way back to the shop: its own return address with the checkout and how it stands, or else the site that was sold. */
export function wayBack({ checkout, document, return_url }: CheckoutPage): string | undefined {
  const url = return_url === null ? undefined : webAddress(return_url);
  if (url === undefined) return webAddress(document.site_url)?.href;
  url.searchParams.set('checkout', checkout.id);
  url.searchParams.set('status', checkout.status);
  return url.href;
}
