import type { RefusalCode } from '../domain/refusals.ts';

/** `title` never changes for one code; `meaning` is what the page behind the problem's `type` says. */
export type ProblemKind = { status: number; title: string; meaning: string };

/** How the refusals of use cases look on the wire. */
export const REFUSAL_PROBLEMS: Record<RefusalCode, ProblemKind> = {
  not_found: {
    status: 404,
    title: 'Not found',
    meaning: 'No object of yours has this id. Objects of other merchants, and of the other mode (test or live), are not found either.',
  },
  rebilling_requires_premium: {
    status: 403,
    title: 'Rebilling needs a premium merchant',
    meaning: 'Only merchants of tier premium or prestige may sell subscriptions. Ask for an upgrade, or sell codes.',
  },
  offer_price_above_ceiling: {
    status: 422,
    title: 'Offer price above the ceiling',
    meaning: 'A period may cost at most 5.00 EUR a week, 10.00 EUR a month or 25.00 EUR a quarter, VAT included.',
  },
  one_shot_price_above_ceiling: {
    status: 422,
    title: 'Price above the ceiling',
    meaning: 'One code may cost at most 30.00 EUR, VAT included.',
  },
  one_shot_total_above_ceiling: {
    status: 422,
    title: 'Total above the ceiling',
    meaning: 'One purchase may cost at most 30.00 EUR in total, VAT included. Buy fewer codes at once.',
  },
  quantity_above_maximum: {
    status: 422,
    title: 'Quantity above the maximum',
    meaning: 'The document allows fewer codes in one purchase (`max_codes`).',
  },
  offer_unknown: {
    status: 422,
    title: 'Offer unknown',
    meaning: 'The rebilling document has no such offer, or several of that period: name one by its id, `off_…`.',
  },
  document_kind_mismatch: {
    status: 422,
    title: 'Wrong kind of document',
    meaning: 'Purchases and codes belong to `one_shot` documents, subscriptions and offers to `rebilling` ones.',
  },
  document_unknown: {
    status: 422,
    title: 'Document unknown',
    meaning: 'No document of yours, in the mode of this key, has the id in the body.',
  },
  subscriber_token_unknown: {
    status: 422,
    title: 'Subscriber token unknown',
    meaning: 'The ISP does not know the token. It is the one that the page of this very ISP gave back. Nothing was charged.',
  },
  subscriber_token_expired: {
    status: 422,
    title: 'Subscriber token expired',
    meaning: 'Too much time has passed since the buyer accepted. Send the buyer to the page of the ISP again. Nothing was charged.',
  },
  subscriber_token_used: {
    status: 422,
    title: 'Subscriber token used',
    meaning: 'The consent behind the token was used for another sale. Send the buyer to the page of the ISP again. Nothing was charged.',
  },
  subscriber_token_wrong_kind: {
    status: 422,
    title: 'Subscriber token of the wrong kind',
    meaning: 'The buyer consented to one payment where a mandate is needed, or the other way round. Nothing was charged.',
  },
  isp_unavailable: {
    status: 503,
    title: 'ISP unavailable',
    meaning: 'The ISP could not be asked about the token. Nothing was charged: try again after the seconds in `Retry-After`.',
  },
  billing_unavailable: {
    status: 503,
    title: 'Billing unavailable',
    meaning:
      'The sale could not be started at the moment. Send the same request with the same `Idempotency-Key` after the seconds in `Retry-After`; it is never charged twice.',
  },
  test_clock_unknown: {
    status: 422,
    title: 'Test clock unknown',
    meaning: 'No test clock of yours has the id in the body.',
  },
  test_clock_in_live_mode: {
    status: 422,
    title: 'Test clocks are for test mode',
    meaning: 'Live subscriptions follow real time. Use a key that begins with `sk_test_`.',
  },
  test_clock_not_forward: {
    status: 422,
    title: 'Test clock cannot go back',
    meaning: 'A test clock only moves to an instant after its own.',
  },
  test_clock_advancing: {
    status: 409,
    title: 'Test clock advancing',
    meaning: 'The clock is still doing what falls due on its way. Ask for it until its status is `ready`.',
  },
  checkout_expired: {
    status: 410,
    title: 'Checkout expired',
    meaning: 'The buyer took too long. Make a new checkout.',
  },
  checkout_completed: {
    status: 409,
    title: 'Checkout completed',
    meaning: 'The checkout has already led to a sale; read it to see which one.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    meaning: 'The key was sent before with another method, address or body. Take a new key for a new request. Nothing was done.',
  },
  idempotency_key_in_flight: {
    status: 409,
    title: 'Request still running',
    meaning: 'A request with this key has not been answered yet. Send it again a little later to get its answer.',
  },
  too_many_wrong_codes: {
    status: 429,
    title: 'Too many wrong codes',
    meaning: 'Too many unknown codes were tried on this document with this key. Wait for the seconds that `Retry-After` tells.',
  },
};
