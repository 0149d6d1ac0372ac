import { Router } from 'express';
import { z } from 'zod';
import { charge } from '../charging.ts';
import { CamaraError, errorAnswer } from '../errors.ts';
import { paymentBody } from '../payment.ts';
import type { PaymentFilter } from '../payment-lists.ts';
import { cancel, confirm, prepare, validate } from '../reservations.ts';
import { listAnswer, readListQuery } from './lists.ts';
import { type OperationContext, serve } from './operations.ts';
import { readOrder, refusePhoneNumber } from './orders.ts';
import { bookingInstant, parseInput, pathParameter, requireClient } from './requests.ts';

const validation = z.object({ authorizationId: z.string().min(1), code: z.string().min(1) });

/** Payments in one step and their retrieval: Carrier Billing 0.5 of CAMARA. */
export function paymentRoutes(context: OperationContext): Router {
  const { isp, clientSecret } = context;
  const router = Router();
  router.post(
    '/payments',
    serve(context, {
      name: 'createPayment',
      declined: 'booked',
      read: (request) => readOrder(request, clientSecret),
      perform: (order, circumstances) => charge(isp, order, circumstances),
    }),
  );
  router.get(
    '/payments',
    serve(context, {
      name: 'retrievePayments',
      read(request) {
        requireClient(request, clientSecret);
        return readListQuery(request.query, 'payment');
      },
      perform(query) {
        if (!isp.profile.lists_payments) return errorAnswer('NOT_IMPLEMENTED');
        const filter: PaymentFilter = {
          ...{ from_ms: query.from_ms, until_ms: query.until_ms, statuses: query.paymentStatus },
          ...{
            merchant_identifier: query.merchantIdentifier,
            reference_code: query.referenceCode,
            client_correlator: query.clientCorrelator,
          },
        };
        const payments = isp.books.list(filter, query.page_window);
        const bodies = payments.map((payment) => paymentBody(payment, isp.publicUrl));
        return listAnswer(bodies, isp.books.count(filter), query.page_window);
      },
    }),
  );
  router.get(
    '/payments/:paymentId',
    serve(context, {
      name: 'retrievePayment',
      read(request) {
        requireClient(request, clientSecret);
        return pathParameter(request, 'paymentId');
      },
      perform(paymentId) {
        if (!isp.profile.lists_payments) return errorAnswer('NOT_IMPLEMENTED');
        const payment = isp.books.find(paymentId);
        if (!payment) throw new CamaraError('NOT_FOUND');
        return { status: 200, body: paymentBody(payment, isp.publicUrl) };
      },
    }),
  );
  return router;
}

/** Payments in two steps. */
export function reservationRoutes(context: OperationContext): Router {
  const { isp, clientSecret } = context;
  const router = Router();
  router.post(
    '/payments/prepare',
    serve(context, {
      name: 'preparePayment',
      declined: 'booked',
      read: (request) => readOrder(request, clientSecret),
      perform: (order, circumstances) => prepare(isp, order, circumstances),
    }),
  );
  router.post(
    '/payments/:paymentId/validate',
    serve(context, {
      name: 'validatePayment',
      read(request) {
        requireClient(request, clientSecret);
        return { payment_id: pathParameter(request, 'paymentId'), ...parseInput(validation, request.body) };
      },
      perform: ({ payment_id, authorizationId, code }) => validate(isp, payment_id, { authorization_id: authorizationId, code }),
    }),
  );
  router.post(
    '/payments/:paymentId/confirm',
    serve(context, {
      name: 'confirmPayment',
      declined: 'booked',
      read(request) {
        requireClient(request, clientSecret);
        refusePhoneNumber(request.body);
        return { payment_id: pathParameter(request, 'paymentId'), at_ms: bookingInstant(request).at_ms };
      },
      perform: (input, circumstances) => confirm(isp, input, circumstances),
    }),
  );
  router.post(
    '/payments/:paymentId/cancel',
    serve(context, {
      name: 'cancelPayment',
      read(request) {
        requireClient(request, clientSecret);
        refusePhoneNumber(request.body);
        return pathParameter(request, 'paymentId');
      },
      perform: (paymentId) => cancel(isp, paymentId),
    }),
  );
  return router;
}
