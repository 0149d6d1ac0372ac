import type { PayoutTerms } from '../../domain/payouts.ts';

/** As the settings are where nobody set them. */
export const PAYOUT_TERMS: PayoutTerms = { settlement_days: { alice: 45, free: 45, orange: 45, sfr: 45 }, minimum_cents: 1_000n };

/** The same as processes read them. */
export const PAYOUT_SETTINGS = { SETTLEMENT_DAYS: PAYOUT_TERMS.settlement_days, PAYOUT_MINIMUM_CENTS: PAYOUT_TERMS.minimum_cents };
