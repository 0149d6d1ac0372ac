import { randomUUID } from 'node:crypto';
import { denialMessageOf, denialReasonOf } from './declines.ts';
import type { Mandate } from './mandates.ts';
import type { Payment } from './payment.ts';
import { rfc3339 } from './time.ts';

/** CloudEvents 1.0 in structured JSON. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly specversion: '1.0';
  readonly datacontenttype: 'application/json';
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function cloudEvent(source: string, type: string, data: CloudEvent['data']): CloudEvent {
  const time = rfc3339(Date.now());
  return { id: randomUUID(), source, type, specversion: '1.0', datacontenttype: 'application/json', time, data };
}

/** payment-completed or payment-denied, after the payment's status. */
export function paymentEvent(source: string, payment: Payment): CloudEvent {
  const common = {
    paymentId: payment.payment_id,
    ...(payment.client_correlator === null ? {} : { clientCorrelator: payment.client_correlator }),
    referenceCode: payment.reference_code,
  };
  if (payment.denial !== null) {
    const reason = { description: denialMessageOf(payment.denial), denialReason: denialReasonOf(payment.denial) };
    return cloudEvent(source, 'org.camaraproject.carrier-billing.v0.payment-denied', { ...common, status: 'failed', ...reason });
  }
  const paymentDate = rfc3339(payment.paid_at_ms ?? payment.created_at_ms);
  const data = { ...common, status: 'succeeded', description: 'The payment succeeded.', paymentDate };
  return cloudEvent(source, 'org.camaraproject.carrier-billing.v0.payment-completed', data);
}

/** The subscriber ended the mandate on the pages of the ISP. */
export function mandateRevokedEvent(source: string, mandate: Mandate): CloudEvent {
  return cloudEvent(source, 'fr.internetplus.mandate.v0.revoked', {
    mandateId: mandate.mandate_id,
    status: 'revoked',
    description: 'The subscriber ended the mandate.',
    revocationDate: rfc3339(mandate.ended_at_ms ?? Date.now()),
    referenceCode: mandate.reference_code,
  });
}
