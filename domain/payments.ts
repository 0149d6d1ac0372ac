import type { DeclineReason } from './charges.ts';

/** What came back from the ISP for one attempt, in our words. Closed: each caller handles every kind. */
export type PaymentResult =
  | { kind: 'succeeded'; isp_reference: string }
  | { kind: 'declined'; reason: DeclineReason; raw: string }
  /** Proof that nothing was processed: the connection was refused, or the ISP asked to come back later. */
  | { kind: 'not_sent'; detail: string; retry_after_ms: number | undefined }
  /** Of a charge in doubt: the ISP proves that it took nothing, or the policy ends the doubt in the buyer's favour. */
  | { kind: 'not_charged'; detail: string }
  /** Anything else: it may have been charged. */
  | { kind: 'unclear'; detail: string };

/** The ISP could not be reached or was not itself; safe to try again later. The message holds no private data. */
export class IspUnavailable extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'IspUnavailable';
  }
}
