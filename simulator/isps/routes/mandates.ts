import { Router } from 'express';
import { z } from 'zod';
import { inTransaction } from '../database.ts';
import { type Answer, CamaraError } from '../errors.ts';
import type { Isp } from '../isp.ts';
import { mandateBody } from '../mandates.ts';
import type { Sink } from '../notifications.ts';
import { tokenState } from '../tokens.ts';
import { type OperationContext, serve } from './operations.ts';
import { sinkFields, sinkOf } from './orders.ts';
import { bookingInstant, parseInput, pathParameter, requireClient } from './requests.ts';

const mandateRequest = z.object({
  subscriberToken: z.string().min(1).max(512),
  referenceCode: z.string().min(1).max(512),
  description: z.string().min(1).max(512),
  ...sinkFields,
});

interface MandateInput extends z.infer<typeof mandateRequest> {
  readonly sink_given: Sink | null;
  readonly at_ms: number;
}

/** One token makes one mandate; asked again, it is given again, even when the token's life has passed. */
function createMandate(isp: Isp, input: MandateInput): Answer {
  return inTransaction(isp.database, () => {
    const token = isp.tokens.find(input.subscriberToken);
    const made = token && isp.mandates.findByToken(token);
    if (made) return { status: 200, body: mandateBody(made) };
    const unusable = tokenState(token, Date.now());
    if (!token || unusable) throw new CamaraError('UNAUTHENTICATED', `The subscriber token is ${unusable ?? 'unknown'}.`);
    if (token.kind !== 'mandate') throw new CamaraError('UNAUTHENTICATED', 'The subscriber token is for one payment; it makes no mandate.');
    isp.tokens.spend(token);
    const { referenceCode: reference_code, description, sink_given: sink, at_ms: created_at_ms } = input;
    return { status: 201, body: mandateBody(isp.mandates.create({ token, reference_code, description, sink, created_at_ms })) };
  });
}

function mandateAnswer(isp: Isp, mandateId: string): Answer {
  const mandate = isp.mandates.find(mandateId);
  if (!mandate) throw new CamaraError('NOT_FOUND');
  return { status: 200, body: mandateBody(mandate) };
}

/** Mandates: what CAMARA has no words for, and a renewal needs. */
export function mandateRoutes(context: OperationContext): Router {
  const { isp, clientSecret } = context;
  const router = Router();
  router.post(
    '/mandates',
    serve(context, {
      name: 'createMandate',
      read(request): MandateInput {
        requireClient(request, clientSecret);
        const body = parseInput(mandateRequest, request.body);
        return { ...body, sink_given: sinkOf(body), at_ms: bookingInstant(request).at_ms };
      },
      perform: (input) => createMandate(isp, input),
    }),
  );
  router.get(
    '/mandates/:mandateId',
    serve(context, {
      name: 'retrieveMandate',
      read(request) {
        requireClient(request, clientSecret);
        return pathParameter(request, 'mandateId');
      },
      perform: (mandateId) => mandateAnswer(isp, mandateId),
    }),
  );
  router.post(
    '/mandates/:mandateId/cancel',
    serve(context, {
      name: 'cancelMandate',
      read(request) {
        requireClient(request, clientSecret);
        return { mandate_id: pathParameter(request, 'mandateId'), at_ms: bookingInstant(request).at_ms };
      },
      perform({ mandate_id, at_ms }) {
        isp.mandates.end(mandate_id, 'cancelled', at_ms);
        return mandateAnswer(isp, mandate_id);
      },
    }),
  );
  return router;
}
