/**
 * Why a request is refused. Use cases throw a Refusal before anything is written or charged; the API turns it into problem+json by
 * its registry, so each code here has a status, a title and a paragraph in docs/reference/problems.md.
 */
export const REFUSAL_CODES = [
  'not_found',
  'rebilling_requires_premium',
  'offer_price_above_ceiling',
  'one_shot_price_above_ceiling',
  'one_shot_total_above_ceiling',
  'quantity_above_maximum',
  'offer_unknown',
  'document_kind_mismatch',
  'document_unknown',
  'callback_url_not_allowed',
  'callback_url_missing',
  'callbacks_disabled',
  'subscriber_token_unknown',
  'subscriber_token_expired',
  'subscriber_token_used',
  'subscriber_token_wrong_kind',
  'isp_unavailable',
  'billing_unavailable',
  'charge_not_refundable',
  'refund_above_remaining',
  'payout_in_live_mode',
  'payout_month_not_over',
  'payout_nothing_due',
  'test_clock_unknown',
  'test_clock_in_live_mode',
  'test_clock_not_forward',
  'test_clock_advancing',
  'checkout_expired',
  'checkout_completed',
  'idempotency_key_reused',
  'idempotency_key_in_flight',
  'too_many_wrong_codes',
  'too_many_users',
  'too_many_keys',
  'secret_rotation_in_progress',
  'secret_is_the_last',
  'simulated_token_in_live_mode',
  'live_token_in_test_mode',
  'document_archived',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** `pointer` is an RFC 6901 JSON pointer into the request's body, `/offers/0/price`. */
export type FieldError = { pointer: string; message: string };

export type RefusalOptions = { errors?: FieldError[]; retry_after_seconds?: number };

export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly errors: FieldError[];
  readonly retry_after_seconds: number | undefined;

  constructor(code: RefusalCode, detail: string, options: RefusalOptions = {}) {
    super(detail);
    this.name = 'Refusal';
    this.code = code;
    this.errors = options.errors ?? [];
    this.retry_after_seconds = options.retry_after_seconds;
  }
}

/** A refusal that points at one field of the body. */
export function refuseField(code: RefusalCode, pointer: string, message: string): Refusal {
  return new Refusal(code, message, { errors: [{ pointer, message }] });
}
