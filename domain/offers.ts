import type { Cents } from './money.ts';

export const PERIODS = ['week', 'month', 'quarter'] as const;

export type Period = (typeof PERIODS)[number];

/** The most that one period may cost, VAT included (product.md, "Subscription"). */
export const OFFER_CEILING_CENTS: Record<Period, Cents> = { week: 500n, month: 1_000n, quarter: 2_500n };

/** The most that one one-shot purchase may cost (product.md, "Rules of money"). */
export const ONE_SHOT_CEILING_CENTS: Cents = 3_000n;

/** The most that one subscriber may spend in a calendar month, across all merchants (CMF L521-3-1). */
export const MONTHLY_CAP_CENTS: Cents = 30_000n;

/** The most charges that a year of each rhythm can hold (365 days begin 53 weeks), said to the buyer before consent. */
export const PERIODS_A_YEAR: Record<Period, bigint> = { week: 53n, month: 12n, quarter: 4n };

export const TIERS = ['standard', 'premium', 'prestige'] as const;

export type Tier = (typeof TIERS)[number];

/** Rebilling documents are for merchants of tier premium or prestige. */
export function maySellSubscriptions(tier: Tier): boolean {
  return tier !== 'standard';
}

export function isAboveOfferCeiling(period: Period, price_cents: Cents): boolean {
  return price_cents > OFFER_CEILING_CENTS[period];
}
