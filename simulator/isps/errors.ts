/** One HTTP answer of an operation, before a fault decides whether and how it reaches the client. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const MESSAGES = {
  INVALID_ARGUMENT: [400, 'Client specified an invalid argument, request body or query param.'],
  INVALID_CREDENTIAL: [400, 'Only Access token is supported'],
  INVALID_TOKEN: [400, 'Only bearer token is supported'],
  INVALID_SINK: [400, 'sink not valid for the specified protocol'],
  OUT_OF_RANGE: [400, 'Client specified an invalid range.'],
  'CARRIER_BILLING.INVALID_DATE_RANGE': [400, 'Client specified an invalid date range.'],
  'CARRIER_BILLING_REFUND.INVALID_DATE_RANGE': [400, 'Client specified an invalid date range.'],
  'CARRIER_BILLING.INVALID_AUTHORIZATION_ID': [400, 'Invalid authorizationId.'],
  'CARRIER_BILLING.INVALID_CODE': [400, 'Invalid code.'],
  'CARRIER_BILLING.VALIDATION_FAILED': [400, 'the maximum number of attempts have been consumed for this validation.'],
  UNAUTHENTICATED: [401, 'Request not authenticated due to missing, invalid, or expired credentials. A new authentication is required.'],
  PERMISSION_DENIED: [403, 'Client does not have sufficient permissions to perform this action.'],
  'CARRIER_BILLING_REFUND.REFUND_DENIED': [403, 'Refund denied by business.'],
  'CARRIER_BILLING_REFUND.PAYMENT_NOT_ELIGIBLE_FOR_REFUND': [403, 'Payment not eligible for refund.'],
  NOT_FOUND: [404, 'The specified resource is not found.'],
  IDENTIFIER_NOT_FOUND: [404, 'mandateId not found.'],
  ALREADY_EXISTS: [409, 'The resource that a client tried to create already exists.'],
  'CARRIER_BILLING.PAYMENT_CONFIRMED': [409, 'Payment has been confirmed.'],
  'CARRIER_BILLING.PAYMENT_CANCELLED': [409, 'Payment has been cancelled.'],
  MISSING_IDENTIFIER: [422, 'The subscriber cannot be identified: neither a subscriber token nor a mandateId.'],
  UNNECESSARY_IDENTIFIER: [422, 'The subscriber is already identified; phoneNumber is never sent.'],
  'CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT': [422, 'Unauthorized amount requested.'],
  'CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS': [422, 'Payment is not yet completed.'],
  TOO_MANY_REQUESTS: [429, 'Rate limit reached.'],
  INTERNAL: [500, 'Unknown server error. Typically a server bug.'],
  NOT_IMPLEMENTED: [501, 'This functionality is not implemented yet.'],
  BAD_GATEWAY: [502, 'An upstream internal service cannot be reached.'],
} as const satisfies Record<string, readonly [number, string]>;

export type CamaraCode = keyof typeof MESSAGES;

/** The ErrorInfo of CAMARA for a code, with a more telling message where there is one. */
export function errorAnswer(code: CamaraCode, message?: string): Answer {
  const [status, standard] = MESSAGES[code];
  return { status, body: { status, code, message: message ?? standard } };
}

/** A request that ends in an error answer and changes nothing: thrown, so that a transaction around it is rolled back. */
export class CamaraError extends Error {
  readonly answer: Answer;
  constructor(code: CamaraCode, message?: string) {
    super(message ?? code);
    this.answer = errorAnswer(code, message);
  }
}
