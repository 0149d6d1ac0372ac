import type { DoubtProfile } from '../../../domain/doubts.ts';
import type { Isp } from '../../../domain/isps.ts';

/** The four ways of answering a doubt with stated delays that a test can wait for: what is tested is that they are kept, not how long they are. */
export const SHORT_DELAYS: { isp_timeout_ms: number; doubt_profiles: Record<Isp, DoubtProfile> } = {
  isp_timeout_ms: 700,
  doubt_profiles: {
    orange: { method: 'replay', absence_proves_after_ms: 1_500 },
    free: { method: 'list', absence_proves_after_ms: 1_500 },
    sfr: { method: 'list', absence_proves_after_ms: 3_000 },
    alice: { method: 'statement', complete_after_ms: 0, absence_proves_after_ms: 900 },
  },
};
