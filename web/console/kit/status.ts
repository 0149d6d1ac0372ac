import type { ChargeStatus } from '../../../domain/charges.ts';
import type { Locale, SubscriptionStatus } from '../../../domain/subscriptions.ts';
import type { EventView, RefundView } from '../../../usecases/types.ts';
import { WORDS } from '../texts/words.ts';
import { badge, type Tone } from './blocks.ts';

type Charged = { status: ChargeStatus; amount_cents: bigint; refunded_cents: bigint };

const CHARGE_TONES: Record<ChargeStatus, Tone> = {
  intent: 'info',
  sent: 'info',
  succeeded: 'good',
  declined: 'bad',
  in_doubt: 'warn',
  not_charged: 'quiet',
  waived: 'quiet',
  void: 'quiet',
};

/** How a charge stands, its refunds included. */
export function chargeBadge({ status, amount_cents, refunded_cents }: Charged, locale: Locale): string {
  const words = WORDS[locale].charge_status;
  if (refunded_cents === 0n) return badge(CHARGE_TONES[status], words[status]);
  return badge('info', refunded_cents < amount_cents ? words.partly_refunded : words.refunded);
}

const REFUND_TONES: Record<RefundView['status'], Tone> = { processing: 'info', succeeded: 'good', declined: 'bad', in_doubt: 'warn' };

export function refundBadge(status: RefundView['status'], locale: Locale): string {
  return badge(REFUND_TONES[status], WORDS[locale].refund_status[status]);
}

const SUBSCRIPTION_TONES: Record<SubscriptionStatus, Tone> = {
  pending: 'info',
  active: 'good',
  past_due: 'bad',
  in_doubt: 'warn',
  ended: 'quiet',
};

export function subscriptionBadge(status: SubscriptionStatus, locale: Locale): string {
  return badge(SUBSCRIPTION_TONES[status], WORDS[locale].subscription_status[status]);
}

const DELIVERY_TONES: Record<EventView['delivery_status'], Tone> = {
  none: 'quiet',
  pending: 'info',
  retrying: 'warn',
  delivered: 'good',
  failed: 'bad',
  disabled: 'bad',
};

export function deliveryBadge(status: EventView['delivery_status'], locale: Locale): string {
  return badge(DELIVERY_TONES[status], WORDS[locale].delivery_status[status]);
}
