import { endSubscription } from '../billing/end-subscription.ts';
import { firstStart } from '../billing/first-start.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { canonicalEmail } from '../domain/emails.ts';
import { refuseField } from '../domain/refusals.ts';
import type { EndSource } from '../domain/subscriptions.ts';
import { publicReference } from '../vault/ids.ts';
import { recordConsent } from './consent.ts';
import type { UseCaseContext } from './context.ts';
import { saleQuery } from './list-filters.ts';
import { checkTier, findTerms, holdTerms, holdTier, saleOffer } from './sale-terms.ts';
import { notFound, ownerOf } from './scope.ts';
import { identifySubscriber, sealBuyer, tokenUsed } from './subscriber-token.ts';
import { viewSubscription, viewSubscriptions } from './subscription-view.ts';
import type { NewSubscription, Scope, UnsubscribePage, UseCases } from './types.ts';

type SubscriptionUseCases = Pick<
  UseCases,
  'subscribe' | 'getSubscription' | 'listSubscriptions' | 'cancelSubscription' | 'showUnsubscribe' | 'unsubscribe'
>;

export function createSubscriptionUseCases(context: UseCaseContext): SubscriptionUseCases {
  const { unitOfWork, engine, vault } = context;
  const find = (scope: Scope, id: string) => unitOfWork.read((stores) => stores.subscriptions.find({ ...ownerOf(scope), id }));
  const byToken = async (token: string): Promise<SubscriptionRow> => {
    const hash = vault.lookupHash('unsubscribe', token);
    return (
      (await unitOfWork.read((stores) => stores.subscriptions.findByUnsubscribeToken(hash))) ?? notFound('subscription', 'of this link')
    );
  };
  return {
    async subscribe(scope, input) {
      const row = (await find(scope, input.id)) ?? (await writeSubscription(context, scope, input));
      // The row is there; a crash from here on charges nothing, and a retry with the same key or the sweep takes it up.
      if (row.status === 'pending') await engine.subscribe(firstStart(row), context.wait_ms);
      return await viewSubscription(context, (await find(scope, input.id)) ?? notFound('subscription', input.id));
    },

    async getSubscription(scope, id) {
      return await viewSubscription(context, (await find(scope, id)) ?? notFound('subscription', id));
    },

    async listSubscriptions(scope, page) {
      const { rows, has_more } = await unitOfWork.read((stores) => stores.subscriptions.list(ownerOf(scope), saleQuery(page)));
      return { data: await viewSubscriptions(context, rows), has_more };
    },

    async cancelSubscription(scope, id) {
      const row = (await find(scope, id)) ?? notFound('subscription', id);
      await endNow(context, row.id, 'merchant');
      return await viewSubscription(context, (await find(scope, id)) ?? notFound('subscription', id));
    },

    async showUnsubscribe(token) {
      return await viewUnsubscribePage(context, await byToken(token));
    },

    async unsubscribe(token, source) {
      const row = await byToken(token);
      await endNow(context, row.id, source);
      return await viewUnsubscribePage(context, await byToken(token));
    },
  };
}

/**
 * Acknowledges the end in PostgreSQL, which no charge passes, then tells the workflow, which cancels the mandate at the ISP. Where Temporal
 * can't be told at this moment the sweep tells it: the end stands all the same.
 */
export async function endNow(context: UseCaseContext, subscription_id: string, source: EndSource, at?: Date): Promise<void> {
  const { unitOfWork, engine, now } = context;
  const ended = await unitOfWork.transaction(async (stores) => {
    const subscription = await stores.subscriptions.lock(subscription_id);
    const clock = subscription.test_clock_id ? await stores.clocks.get(subscription.test_clock_id) : undefined;
    const reason = source === 'isp' ? 'mandate_revoked' : 'unsubscribed';
    return await endSubscription(stores, subscription, { reason, source, at: clock?.now_at ?? at ?? now(), now: now() });
  });
  if (ended) await engine.unsubscribe(subscription_id, { source }).catch(() => false);
}

async function writeSubscription(context: UseCaseContext, scope: Scope, input: NewSubscription): Promise<SubscriptionRow> {
  const { unitOfWork, vault, now } = context;
  const wanted = { id: input.document, kind: 'rebilling', agreed: input.agreed_version } as const;
  const clock_now = await unitOfWork.read(async (stores) => {
    saleOffer(await findTerms(stores, scope, wanted), input.offer);
    return await clockNow(stores, scope, input.test_clock);
  });
  checkTier(scope.tier);
  const subscriber_reference = await identifySubscriber(context, { ...input, kind: 'mandate', mode: scope.mode });
  return await unitOfWork.transaction(async (stores) => {
    const terms = await holdTerms(stores, scope, wanted);
    const offer = saleOffer(terms, input.offer);
    await holdTier(stores, scope.merchant_id);
    const { buyer, ...sealed } = await sealBuyer(context, stores, { ...input, subscriber_reference });
    const anchor_at = clock_now ?? now();
    const inserted = await stores.subscriptions.insert({
      id: input.id,
      reference: publicReference(input.id),
      ...ownerOf(scope),
      document_id: terms.document_id,
      document_version: terms.number,
      offer_id: offer.id,
      buyer_id: buyer.id,
      isp: input.isp,
      period: offer.period,
      price_cents: offer.price_cents,
      locale: input.locale ?? terms.locale,
      client_reference: input.client_reference,
      ...sealed,
      email_hash: vault.lookupHash('email', canonicalEmail(input.email)),
      mandate_reference: null,
      mandate_cancelled_at: null,
      unsubscribe_token_hash: vault.lookupHash('unsubscribe', vault.unsubscribeToken(input.id)),
      test_clock_id: input.test_clock,
      status: 'pending',
      anchor_at,
      paid_index: null,
      paid_until: null,
      next_index: 0,
      next_charge_at: anchor_at,
      ended_at: null,
      end_reason: null,
      end_source: null,
      event_sequence: 0,
      updated_at: now(),
      created_at: now(),
    });
    if (inserted) await recordConsent(stores, input, { merchant_name: scope.merchant_name, document: terms, offer, now: now() });
    const row = inserted ? await stores.subscriptions.get(input.id) : await stores.subscriptions.find({ ...ownerOf(scope), id: input.id });
    if (!row) throw tokenUsed();
    return row;
  });
}

export async function clockNow(stores: Stores, scope: Scope, test_clock: string | null): Promise<Date | undefined> {
  if (test_clock === null) return undefined;
  if (scope.mode === 'live') throw refuseField('test_clock_in_live_mode', '/test_clock', 'A live key has no test clocks.');
  const clock = await stores.clocks.find({ ...ownerOf(scope), id: test_clock });
  if (!clock) throw refuseField('test_clock_unknown', '/test_clock', `There is no test clock ${test_clock}.`);
  return clock.now_at;
}

export async function viewUnsubscribePage(context: UseCaseContext, row: SubscriptionRow): Promise<UnsubscribePage> {
  const { merchant, document } = await context.unitOfWork.read(async (stores) => ({
    merchant: await stores.merchants.find(row.merchant_id),
    document: await stores.documents.get(row.document_id),
  }));
  return {
    subscription: await viewSubscription(context, row),
    merchant_name: merchant?.name ?? '',
    document_name: document.name,
    site_url: document.site_url,
    locale: row.locale,
  };
}
