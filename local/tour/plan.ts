import type { Isp } from '../../domain/isps.ts';
import type { Period } from '../../domain/offers.ts';

/** How a sale is made: through the pages that buyers see, or by the merchant's server. */
export type Way = 'popup' | 'api';

export interface Buyer {
  isp: Isp;
  way: Way;
}

export const CODES_EACH = 3;

export const BUYERS: readonly Buyer[] = [
  { isp: 'alice', way: 'popup' },
  { isp: 'free', way: 'api' },
  { isp: 'orange', way: 'popup' },
  { isp: 'sfr', way: 'api' },
];

export type WayOut = 'mail_link' | 'one_click' | 'isp_page' | 'merchant_api' | 'temporal_cli';

export interface Subscriber {
  name: string;
  isp: Isp;
  way: Way;
  period: Period;
  /** The first charge: where the test clock begins. */
  anchor: string;
  /** Why the year begins there. */
  shows: string;
  /** A year later, and in the middle of a period that is paid. */
  leaves_at: string;
  way_out: WayOut;
}

/** Dates at which calendars are hard; they are fixed, so that every tour tells the same story. */
export const SUBSCRIBERS: readonly Subscriber[] = [
  {
    name: 'alice',
    isp: 'alice',
    way: 'popup',
    period: 'month',
    anchor: '2027-01-31T09:00:00Z',
    shows: 'a 31st that most months lack, and a leap year at the end',
    leaves_at: '2028-02-10T09:00:00Z',
    way_out: 'mail_link',
  },
  {
    name: 'free',
    isp: 'free',
    way: 'api',
    period: 'week',
    anchor: '2027-03-10T17:30:00Z',
    shows: 'summer time begins in the third week',
    leaves_at: '2028-03-11T12:00:00Z',
    way_out: 'one_click',
  },
  {
    name: 'orange',
    isp: 'orange',
    way: 'api',
    period: 'quarter',
    anchor: '2026-11-30T08:15:00Z',
    shows: 'a quarter later there is no 30 February',
    leaves_at: '2027-12-24T20:00:00Z',
    way_out: 'isp_page',
  },
  {
    name: 'sfr',
    isp: 'sfr',
    way: 'api',
    period: 'week',
    anchor: '2026-10-20T22:30:00Z',
    shows: 'half past midnight, in the week in which summer time ends',
    leaves_at: '2027-10-23T08:00:00Z',
    way_out: 'merchant_api',
  },
  {
    name: 'free-2',
    isp: 'free',
    way: 'api',
    period: 'month',
    anchor: '2027-05-30T21:45:00Z',
    shows: 'a quarter to midnight on a 30th in Paris, and a February without one',
    leaves_at: '2028-06-06T06:00:00Z',
    way_out: 'temporal_cli',
  },
];

/** By its end every charge of these subscribers is settled, and every clock stands before it. */
export const SETTLED_MONTH = '2028-10';

export const PRICES: Record<Period, number> = { week: 500, month: 1_000, quarter: 2_500 };
export const CODE_PRICE = 300;
