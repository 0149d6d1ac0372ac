import { exampleId } from './schemas/fields.ts';

/** Texts and numbers that fields of these names are shown with, wherever they stand and have no example of their own. */
export const BY_FIELD: Record<string, unknown> = {
  name: 'Le Journal',
  document_name: 'Le Journal',
  merchant_name: 'Éditions Martin',
  site_url: 'https://journal.example',
  callback_url: 'https://journal.example/internetplus/callbacks',
  client_reference: 'order-1042',
  test_clock: null,
  max_codes: 10,
  quantity: 1,
  number: 1,
  outcome: 'succeeded',
  client_correlator: `${exampleId('pur')}:a1`,
  isp_reference: 'pay_5d0c1e',
  raw: null,
  latency_ms: 84,
  response_status: 200,
  response_head: 'ok',
  error: null,
  version: '4f1c0a…',
  body: 'Le Journal, 10,00 € par mois.',
  reference_code: '7M5T3WC6BHNA',
  reason: 'service not delivered',
  digest: '9ad3f0…',
  pointer: '/offers/0/price',
  message: 'must be at least 1 cent',
};

/**
 * What the example of a named schema has instead of the first that comes to hand: a purchase that was completed, and so on. Every one
 * is checked against its schema by the linter.
 */
export const BY_SCHEMA: Record<string, unknown> = {
  PeriodBounds: { start: '2027-01-31T10:00:00.000Z', end: '2027-02-28T10:00:00.000Z' },
  Purchase: { status: 'completed' },
  Subscription: { status: 'active', price: 1_000, next_charge_at: '2027-02-28T10:00:00.000Z' },
  Charge: { status: 'succeeded', purchase: exampleId('pur'), refunds: [] },
  Refund: { status: 'succeeded', reason: 'service not delivered', amount: 150, isp_reference: 'rfd_81b2aa' },
  EventData: { purchase: exampleId('pur'), charge: exampleId('chg') },
  Payout: { status: 'paid_out', amount: 48_325 },
  PayoutStatement: { status: 'paid_out', amount: 48_325 },
  PayoutItem: { kind: 'sales', refund: null, gross: 600, vat: 100, isp_fee: 50, platform_share: 125, merchant_share: 325 },
  Event: { delivery_status: 'delivered' },
  Dossier: { status: 'active', end: null, mails: [] },
};
