import type { SubscriptionRow } from '../db/entities/subscription.ts';
import { periodBounds } from '../domain/calendar.ts';
import type { UseCaseContext } from './context.ts';
import { notFound } from './scope.ts';
import type { SubscriptionView } from './types.ts';

export async function viewSubscription(context: UseCaseContext, row: SubscriptionRow): Promise<SubscriptionView> {
  const [view] = await viewSubscriptions(context, [row]);
  return view ?? notFound('subscription', row.id);
}

export async function viewSubscriptions(context: UseCaseContext, rows: SubscriptionRow[]): Promise<SubscriptionView[]> {
  const { unitOfWork, vault, public_url } = context;
  const found = await unitOfWork.read(async (stores) => ({
    codes: await stores.codes.ofSubscriptions(rows.map((row) => row.id)),
    buyers: await stores.buyers.many(rows.map((row) => row.buyer_id)),
    declines: await stores.charges.lastDeclines(rows.filter((row) => row.status === 'past_due' || row.ended_at).map((row) => row.id)),
  }));
  return rows.map((row) => {
    const key = found.buyers.get(row.buyer_id)?.key_wrapped;
    const code = found.codes.find((candidate) => candidate.subscription_id === row.id);
    const decline = found.declines.get(row.id);
    return {
      id: row.id,
      mode: row.mode,
      status: row.status,
      reference: row.reference,
      document: row.document_id,
      document_version: row.document_version ?? null,
      offer: row.offer_id,
      period: row.period,
      price_cents: row.price_cents,
      isp: row.isp,
      client_reference: row.client_reference ?? null,
      test_clock: row.test_clock_id ?? null,
      code: key && code ? vault.open(key, code.code_sealed) : null,
      current_period: typeof row.paid_index === 'number' ? periodBounds(row.anchor_at, row.period, row.paid_index) : null,
      next_charge_at: row.next_charge_at ?? null,
      unsubscribe_url: `${public_url}/unsubscribe/${vault.unsubscribeToken(row.id)}`,
      ended_at: row.ended_at ?? null,
      end_reason: row.end_reason ?? null,
      end_source: row.end_source ?? null,
      decline: decline ? { reason: decline } : null,
      created_at: row.created_at,
    };
  });
}
