import type { Request } from 'express';
import { z } from 'zod';
import type { Payer, PaymentOrder } from '../charging.ts';
import { CamaraError } from '../errors.ts';
import { sameSecret } from '../identifiers.ts';
import { centsOfEuros } from '../money.ts';
import type { Sink } from '../notifications.ts';
import { bearerOf, bookingInstant, parseInput } from './requests.ts';

const text = z.string().min(1).max(512);

/** A positive amount of euros in whole cents. */
export const euros = z.number().refine((amount) => centsOfEuros(amount) !== undefined, 'must be a positive amount in whole cents');

export const chargingInformation = z.object({
  amount: euros,
  currency: z.literal('EUR', 'Currency is unknown or not authorized.'),
  description: text,
  isTaxIncluded: z.boolean().optional(),
  taxAmount: z.number().min(0).optional(),
});

const paymentItem = chargingInformation.extend({ id: text });

const amountTransaction = z.object({
  clientCorrelator: text.optional(),
  referenceCode: text,
  paymentAmount: z.object({
    chargingInformation,
    chargingMetaData: z.looseObject({ merchantName: text.optional(), merchantIdentifier: text.optional() }).optional(),
    paymentDetails: z.array(paymentItem).min(1).optional(),
  }),
});

const credential = z.looseObject({
  credentialType: z.string(),
  accessToken: z.string().min(1).max(4096).optional(),
  accessTokenType: z.string().optional(),
});

export const sinkFields = { sink: z.string().max(2048).optional(), sinkCredential: credential.optional() };

const paymentRequest = z.object({ amountTransaction, mandateId: text.optional(), ...sinkFields });

/** The sink of a request; plain http is accepted as well, for machines of one's own. */
export function sinkOf(body: { sink?: string | undefined; sinkCredential?: z.infer<typeof credential> | undefined }): Sink | null {
  const { sink, sinkCredential } = body;
  if (sinkCredential) {
    if (sinkCredential.credentialType !== 'ACCESSTOKEN') throw new CamaraError('INVALID_CREDENTIAL');
    if ((sinkCredential.accessTokenType ?? 'bearer') !== 'bearer' || !sinkCredential.accessToken) throw new CamaraError('INVALID_TOKEN');
  }
  if (sink === undefined) return null;
  if (!z.url({ protocol: /^https?$/ }).safeParse(sink).success) throw new CamaraError('INVALID_SINK');
  return { url: sink, token: sinkCredential?.accessToken ?? null };
}

/** A subscriber is known by the token or by the mandate, never by a phone number. */
export function refusePhoneNumber(holder: unknown): void {
  if (typeof holder === 'object' && holder !== null && 'phoneNumber' in holder) throw new CamaraError('UNNECESSARY_IDENTIFIER');
}

function payerOf(request: Request, clientSecret: string, mandateId: string | undefined): Payer {
  const bearer = bearerOf(request);
  if (!sameSecret(bearer, clientSecret)) {
    if (mandateId !== undefined) throw new CamaraError('UNNECESSARY_IDENTIFIER', 'The subscriber token already names the subscriber.');
    return { token: bearer };
  }
  if (mandateId === undefined) throw new CamaraError('MISSING_IDENTIFIER');
  return { mandate_id: mandateId };
}

/** What createPayment and preparePayment ask for. */
export function readOrder(request: Request, clientSecret: string): PaymentOrder {
  bearerOf(request);
  refusePhoneNumber((request.body as { amountTransaction?: unknown } | undefined)?.amountTransaction);
  const body = parseInput(paymentRequest, request.body);
  const { paymentAmount, clientCorrelator, referenceCode } = body.amountTransaction;
  const sink = sinkOf(body);
  const { at_ms, simulated } = bookingInstant(request);
  const metadata = paymentAmount.chargingMetaData;
  return {
    payer: payerOf(request, clientSecret, body.mandateId),
    client_correlator: clientCorrelator ?? null,
    reference_code: referenceCode,
    amount_cents: centsOfEuros(paymentAmount.chargingInformation.amount) ?? 0n,
    description: paymentAmount.chargingInformation.description,
    merchant_name: metadata?.merchantName ?? null,
    merchant_identifier: metadata?.merchantIdentifier ?? null,
    transaction_json: JSON.stringify(body.amountTransaction),
    sink: sink?.url ?? null,
    sink_token: sink?.token ?? null,
    booked_at_ms: at_ms,
    simulated,
  };
}
