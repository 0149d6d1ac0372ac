import type { Period } from './offers.ts';
import type { Locale } from './subscriptions.ts';

/** Where a buyer agreed: in our checkout, or somewhere else, from where a merchant's server brought us the ISP's token. */
export const CONSENT_CHANNELS = ['checkout', 'api'] as const;

export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** What we asked the ISP to show on its hosted page, where the line is identified and the mandate accepted. Amounts in cents. */
export type HostedPage = {
  merchant_name: string;
  description: string;
  amount: number;
  currency: 'EUR';
  period: Period;
  language: Locale;
};

/** What a buyer confirmed in the checkout. Instants are RFC 3339 text, since it is kept as JSON with the checkout. */
export type CheckoutConsent = {
  text_version: string;
  shown_at: string | null;
  accepted_at: string;
  isp_page: HostedPage;
};
