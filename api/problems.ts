import type { RefusalCode } from '../domain/refusals.ts';

/** What the API itself refuses, before or after a use case is asked. */
export const API_PROBLEM_CODES = [
  'missing_api_key',
  'invalid_api_key',
  'isp_not_authenticated',
  'invalid_admin_key',
  'validation_failed',
  'malformed_json',
  'malformed_request',
  'body_too_large',
  'unsupported_media_type',
  'invalid_idempotency_key',
  'rate_limited',
  'unknown_route',
  'method_not_allowed',
  'not_ready',
  'internal_error',
] as const;

export type ApiProblemCode = (typeof API_PROBLEM_CODES)[number];
export type ProblemCode = RefusalCode | ApiProblemCode;

/** `title` never changes for one code; `meaning` is what the page behind the problem's `type` says. */
export type ProblemKind = { status: number; title: string; meaning: string };

/** The one registry of everything that can go wrong, by its stable code. docs/reference/problems.md repeats it for people. */
export const problems: Record<ProblemCode, ProblemKind> = {
  // By the API itself.
  missing_api_key: {
    status: 401,
    title: 'API key missing',
    meaning: 'The request has no `Authorization: Bearer sk_…` header. Send the secret key of your merchant account with every call.',
  },
  invalid_api_key: {
    status: 401,
    title: 'API key not valid',
    meaning: 'The key is malformed, unknown or revoked. Check that the whole key was copied and that it is still live.',
  },
  isp_not_authenticated: {
    status: 401,
    title: 'ISP not authenticated',
    meaning: 'A notification did not carry the bearer token that was handed to the ISP as its sink credential. Nothing of it was read.',
  },
  invalid_admin_key: {
    status: 401,
    title: 'Admin key not valid',
    meaning:
      "The request does not carry the operators' key, `Authorization: Bearer …` with the value of `ADMIN_API_KEY`. Merchants' keys open nothing here.",
  },
  validation_failed: {
    status: 422,
    title: 'Request not valid',
    meaning:
      'A field is missing, unknown or not of the expected form. `errors` names each one: `pointer` is a JSON pointer into the body, or `/` and the name of a query parameter. Nothing was done.',
  },
  malformed_json: {
    status: 400,
    title: 'Body is not JSON',
    meaning: 'The body could not be read as JSON in UTF-8, or names a field of one object twice. Nothing was done.',
  },
  malformed_request: {
    status: 400,
    title: 'Request not readable',
    meaning: 'The request broke off, or its length is not what its headers announce. Nothing was done.',
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    meaning: 'A body may have at most 100 kB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Media type not supported',
    meaning: 'Bodies are JSON: send them as `Content-Type: application/json`, in UTF-8 and without compression.',
  },
  invalid_idempotency_key: {
    status: 400,
    title: 'Idempotency key not valid',
    meaning: 'An `Idempotency-Key` has 1 to 255 printable ASCII characters. Nothing was done.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    meaning: 'The key has sent more requests than it may. Wait for the seconds that `Retry-After` tells and send the request again.',
  },
  unknown_route: {
    status: 404,
    title: 'No such route',
    meaning: 'Nothing is served at this address. `/docs` lists what is.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The address exists, but not for this method. The `Allow` header lists those that do.',
  },
  not_ready: {
    status: 503,
    title: 'Not ready',
    meaning: 'The service does not reach all that it needs at the moment. Only `/readyz` answers this.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    meaning:
      'Something failed on our side; whether it was done is not known. Send the same request with the same `Idempotency-Key`, or read the object. Quote the `x-request-id` header if you ask us.',
  },

  // By use cases.
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
    status: 404,
    title: 'Document unknown',
    meaning: 'No document of yours, in the mode of this key, has the id in the body.',
  },
  callback_url_not_allowed: {
    status: 422,
    title: 'Callback URL not allowed',
    meaning:
      'A callback URL is an https URL of a public address. Private, loopback and other special addresses are refused when the URL is set and again at each connection. With `legacy_get` the URL must not have parameters of the names that legacy callbacks use.',
  },
  callback_url_missing: {
    status: 409,
    title: 'No callback URL',
    meaning: 'The document has no callback URL: set one first. Setting it sends a ping by itself.',
  },
  callbacks_disabled: {
    status: 409,
    title: 'Callbacks disabled',
    meaning:
      "The document's callbacks are disabled, after a 410 or after days of failures. Enable them by `POST /v1/documents/:id/callbacks/enable`, or set another callback URL, and redeliver then.",
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
  charge_not_refundable: {
    status: 422,
    title: 'Charge not refundable',
    meaning: 'Only a charge that succeeded can be given back, and only as long as something of it remains.',
  },
  refund_above_remaining: {
    status: 422,
    title: 'Refund above what remains',
    meaning: 'All refunds of a charge together, those under way included, come to at most what was charged. `detail` says what remains.',
  },
  payout_in_live_mode: {
    status: 422,
    title: 'Only in test mode',
    meaning:
      'Months of live money are stated by themselves once they are over. With a test key a month of test data can be stated at any time.',
  },
  payout_month_not_over: {
    status: 409,
    title: 'Month not over',
    meaning: 'A month of live money can be stated once it is over in Paris. Nothing was done.',
  },
  payout_nothing_due: {
    status: 409,
    title: 'Nothing to state',
    meaning:
      'By the end of that month no sale is settled that an earlier statement has not taken, and nothing carried forward can be paid out. Nothing was done.',
  },
  test_clock_unknown: {
    status: 404,
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
  too_many_users: {
    status: 409,
    title: 'Too many people',
    meaning: 'A merchant has at most 50 people. Remove one first. Nothing was added.',
  },
  too_many_keys: {
    status: 409,
    title: 'Too many keys',
    meaning: 'A merchant has at most 20 live keys of a mode. Revoke one first. Nothing was made.',
  },
  secret_rotation_in_progress: {
    status: 409,
    title: 'Rotation in progress',
    meaning: 'Two callback secrets of the merchant sign already. Retire the older one, or wait until its time is over. Nothing was made.',
  },
  secret_is_the_last: {
    status: 409,
    title: 'Last callback secret',
    meaning: 'No other secret of the merchant signs callbacks. Rotate first: the new one signs at once. Nothing was retired.',
  },
  simulated_token_in_live_mode: {
    status: 422,
    title: 'Simulated token in live mode',
    meaning:
      'A live key was used with a token of a simulated internet provider, whose buyers and money are not real. Use a test key. Nothing was written or charged.',
  },
  live_token_in_test_mode: {
    status: 422,
    title: 'Live token in test mode',
    meaning:
      'A test key was used with a token of a real subscriber, whose invoice it would charge. Use a live key. Nothing was written or charged.',
  },
  document_archived: {
    status: 409,
    title: 'Document archived',
    meaning:
      'The document is archived: nothing new is sold under it. Subscriptions that run under it renew on, and codes still open. Unarchive it to sell again. Nothing was written or charged.',
  },
};

export const PROBLEM_CODES = Object.keys(problems) as ProblemCode[];

/** RFC 9457 `type`: a reference that resolves on the server that answered. */
export function problemType(code: ProblemCode): string {
  return `/docs/problems/${code}`;
}
