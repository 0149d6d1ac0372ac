import { type Request, Router } from 'express';
import { z } from 'zod';
import { CamaraError, errorAnswer } from '../errors.ts';
import { centsOfEuros, eurosOfCents } from '../money.ts';
import { type RefundOrder, refundBody } from '../refunds.ts';
import { listAnswer, readListQuery } from './lists.ts';
import { type OperationContext, serve } from './operations.ts';
import { chargingInformation, sinkFields, sinkOf } from './orders.ts';
import { bookingInstant, parseInput, pathParameter, requireClient } from './requests.ts';

const text = z.string().min(1).max(512);
const names = { clientCorrelator: text.optional(), referenceCode: text };
const chargingMetaData = z.looseObject({ merchantIdentifier: text.optional() }).optional();
const common = { reason: z.string().max(512).optional(), ...sinkFields };

const refundRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('total'),
    amountTransaction: z.object({ ...names, refundAmount: z.object({ chargingMetaData }) }),
    ...common,
  }),
  z.object({
    type: z.literal('partial'),
    amountTransaction: z.object({ ...names, refundAmount: z.object({ chargingInformation, chargingMetaData }) }),
    ...common,
  }),
]);

function readRefund(request: Request): RefundOrder {
  const body = parseInput(refundRequest, request.body);
  sinkOf(body);
  const { clientCorrelator, referenceCode, refundAmount } = body.amountTransaction;
  const amount_cents = 'chargingInformation' in refundAmount ? (centsOfEuros(refundAmount.chargingInformation.amount) ?? 0n) : null;
  return {
    payment_id: pathParameter(request, 'paymentId'),
    client_correlator: clientCorrelator ?? null,
    reference_code: referenceCode,
    type: body.type,
    amount_cents,
    reason: body.reason ?? null,
    merchant_identifier: refundAmount.chargingMetaData?.merchantIdentifier ?? null,
    transaction_json: JSON.stringify(body.amountTransaction),
    created_at_ms: bookingInstant(request).at_ms,
  };
}

/** Refund 0.3 of CAMARA. A refund is done when it is answered, so nothing is notified about it. */
export function refundRoutes(context: OperationContext): Router {
  const { isp, clientSecret } = context;
  const router = Router();
  const paymentIdOf = (request: Request): string => {
    requireClient(request, clientSecret);
    return pathParameter(request, 'paymentId');
  };
  const paymentNamed = (paymentId: string) => {
    const payment = isp.books.find(paymentId);
    if (!payment) throw new CamaraError('NOT_FOUND');
    return payment;
  };
  router.post(
    '/payments/:paymentId/refunds',
    serve(context, {
      name: 'createRefund',
      declined: 'CARRIER_BILLING_REFUND.REFUND_DENIED',
      read(request) {
        requireClient(request, clientSecret);
        return readRefund(request);
      },
      perform: (order) => isp.refunds.create(order, { replays: isp.profile.replays_correlator }),
    }),
  );
  router.get(
    '/payments/:paymentId/refunds',
    serve(context, {
      name: 'retrieveRefunds',
      read: (request) => ({ payment_id: paymentIdOf(request), query: readListQuery(request.query, 'refund') }),
      perform({ payment_id, query }) {
        if (!isp.profile.lists_payments) return errorAnswer('NOT_IMPLEMENTED');
        const { payment_id: known } = paymentNamed(payment_id);
        const filter = { from_ms: query.from_ms, until_ms: query.until_ms, merchant_identifier: query.merchantIdentifier };
        // A refund in these books has always succeeded.
        const wanted = query.refundStatus === undefined || query.refundStatus.includes('succeeded');
        const refunds = wanted ? isp.refunds.list(known, filter, query.page_window.order) : [];
        const { offset, limit } = query.page_window;
        return listAnswer(refunds.slice(offset, offset + limit).map(refundBody), refunds.length, query.page_window);
      },
    }),
  );
  router.get(
    '/payments/:paymentId/refunds/remaining-amount',
    serve(context, {
      name: 'retrievePaymentRemainingAmount',
      read: paymentIdOf,
      perform(paymentId) {
        const { amount_cents, refunded_cents, status } = paymentNamed(paymentId);
        const remaining_cents = status === 'succeeded' ? amount_cents - refunded_cents : 0n;
        return { status: 200, body: { amount: eurosOfCents(remaining_cents), currency: 'EUR' } };
      },
    }),
  );
  router.get(
    '/payments/:paymentId/refunds/:refundId',
    serve(context, {
      name: 'retrieveRefund',
      read: (request) => ({ payment_id: paymentIdOf(request), refund_id: pathParameter(request, 'refundId') }),
      perform({ payment_id, refund_id }) {
        if (!isp.profile.lists_payments) return errorAnswer('NOT_IMPLEMENTED');
        const refund = isp.refunds.find(refund_id, payment_id);
        if (!refund) throw new CamaraError('NOT_FOUND');
        return { status: 200, body: refundBody(refund) };
      },
    }),
  );
  return router;
}
