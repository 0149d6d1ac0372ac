import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { Log } from '../domain/log.ts';
import type { IspGateways, MandateResult } from '../gateways/isp/port.ts';
import type { Vault } from '../vault/vault.ts';
import { mandateTerms, recordMandate } from './mandates.ts';

/** A subscription's mandate at its ISP: asked for before the first charge, cancelled after the end. Outside of any transaction. */
export type MandateContext = { unitOfWork: UnitOfWork; isps: IspGateways; vault: Vault; log: Log; now: () => Date };

/**
 * Exchanges the token of the hosted page for the mandate; the same token gives the same mandate. Undefined where there is no token any more,
 * or nobody can read it since the buyer was erased. Throws IspUnavailable.
 */
export async function askForMandate(context: MandateContext, subscription: SubscriptionRow): Promise<MandateResult | undefined> {
  const { unitOfWork, isps, vault } = context;
  const buyer = await unitOfWork.read((stores) => stores.buyers.get(subscription.buyer_id));
  if (!buyer.key_wrapped || !subscription.token_sealed) return undefined;
  const subscriber_token = vault.open(buyer.key_wrapped, subscription.token_sealed);
  return await isps[subscription.isp].createMandate({ subscriber_token, ...mandateTerms(subscription) });
}

/**
 * Cancels the mandate of a subscription that has ended, and notes that it is done. One that ended before its first charge may hold a token
 * whose mandate was made without our hearing of it: asking again gives that mandate. Harmless when repeated. Throws IspUnavailable.
 */
export async function cancelMandate(context: MandateContext, subscription: SubscriptionRow): Promise<void> {
  const { unitOfWork, isps, log, now } = context;
  const { id: subscription_id, isp } = subscription;
  const mandate_reference = subscription.mandate_reference ?? (await findMandate(context, subscription));
  if (mandate_reference && (await isps[isp].cancelMandate(mandate_reference)) === 'unknown') {
    log.warn({ subscription_id, isp }, 'the ISP knows no such mandate: there is nothing left to cancel');
  }
  await unitOfWork.transaction((stores) =>
    stores.subscriptions.update(subscription_id, { mandate_cancelled_at: now(), token_sealed: null }),
  );
}

async function findMandate(context: MandateContext, subscription: SubscriptionRow): Promise<string | undefined> {
  const made = await askForMandate(context, subscription);
  if (made?.kind !== 'active') return undefined;
  const { mandate_reference } = made;
  await context.unitOfWork.transaction((stores) =>
    recordMandate(stores, { subscription_id: subscription.id, mandate_reference, now: context.now() }),
  );
  return mandate_reference;
}
