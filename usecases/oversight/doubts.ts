import type { ChargeRow } from '../../db/entities/charge.ts';
import type { RefundRow } from '../../db/entities/refund.ts';
import type { Stores } from '../../db/stores/index.ts';
import { DOUBT_PROFILES, GIVE_UP_AFTER_MS } from '../../domain/doubts.ts';
import type { Isp } from '../../domain/isps.ts';
import { lastStatementDay, statementCompleteAt } from '../../domain/statements.ts';
import type { DoubtView } from './types.ts';

/** Charges and refunds in doubt together, the oldest first, at most `limit`. */
export async function listDoubts(stores: Stores, limit: number): Promise<DoubtView[]> {
  const charges = (await stores.oversight.chargesInDoubt(limit)).map(ofCharge);
  const refunds = (await stores.oversight.refundsInDoubt(limit)).map(ofRefund);
  return [...charges, ...refunds].sort((a, b) => a.in_doubt_at.getTime() - b.in_doubt_at.getTime()).slice(0, limit);
}

function ofCharge(charge: ChargeRow): DoubtView {
  const in_doubt_at = charge.in_doubt_at ?? charge.created_at;
  const subject = charge.purchase_id ?? charge.subscription_id ?? charge.id;
  return {
    ...common(charge, in_doubt_at),
    kind: 'charge',
    subject,
    period_index: charge.period_index ?? null,
    workflow_id: subject,
    ends_at: new Date(in_doubt_at.getTime() + GIVE_UP_AFTER_MS),
  };
}

function ofRefund(refund: RefundRow): DoubtView {
  const in_doubt_at = refund.in_doubt_at ?? refund.created_at;
  return {
    ...common(refund, in_doubt_at),
    kind: 'refund',
    subject: refund.charge_id,
    period_index: null,
    workflow_id: refund.id,
    ends_at: null,
  };
}

function common(row: ChargeRow | RefundRow, in_doubt_at: Date) {
  const { id, isp, mode, amount_cents } = row;
  return {
    ...{ id, isp, mode, amount_cents, in_doubt_at },
    looks: row.doubt_looks,
    next_look_at: row.next_look_at ?? null,
    escalated_at: row.escalated_at ?? null,
    asked_by: DOUBT_PROFILES[isp].method,
    absence_proves_at: absenceProvesAt(isp, { sent_at: row.sent_at ?? in_doubt_at, booked_at: row.booked_at ?? in_doubt_at }),
  };
}

/** From when on an ISP's "not found" is proof; see domain/doubts.ts. */
function absenceProvesAt(isp: Isp, { sent_at, booked_at }: { sent_at: Date; booked_at: Date }): Date | null {
  const profile = DOUBT_PROFILES[isp];
  switch (profile.method) {
    case 'replay':
      return null;
    case 'list':
      return new Date(sent_at.getTime() + profile.absence_proves_after_ms);
    case 'statement':
      return statementCompleteAt(lastStatementDay(booked_at), profile.complete_after_ms);
  }
}
