import type { BuyerRow } from '../db/entities/buyer.ts';
import type { Stores } from '../db/stores/index.ts';
import type { Isp } from '../domain/isps.ts';
import { IspUnavailable } from '../domain/payments.ts';
import { Refusal, type RefusalCode, refuseField } from '../domain/refusals.ts';
import type { Mode } from '../domain/subscriptions.ts';
import type { TokenKind, TokenState } from '../gateways/isp/port.ts';
import { newId } from '../vault/ids.ts';
import type { UseCaseContext } from './context.ts';

const REFUSED: Record<'unknown' | 'expired' | 'used', { code: RefusalCode; detail: string }> = {
  unknown: { code: 'subscriber_token_unknown', detail: 'This ISP has given no such token.' },
  expired: { code: 'subscriber_token_expired', detail: 'The token has expired; send the buyer to the ISP again.' },
  used: { code: 'subscriber_token_used', detail: 'The token was used already; each one pays once.' },
};

/**
 * Asks the ISP what a token stands for, before anything is written. Answers the ISP's opaque reference of the subscriber. Live money and
 * simulated lines never meet, in either direction.
 */
export async function identifySubscriber(
  { isps }: UseCaseContext,
  asked: { isp: Isp; subscriber_token: string; kind: TokenKind; mode: Mode },
): Promise<string> {
  const state = await introspect(isps[asked.isp].introspect(asked.subscriber_token));
  if (!state.active) throw refuseField(REFUSED[state.reason].code, '/subscriber_token', REFUSED[state.reason].detail);
  if (state.kind !== asked.kind) {
    const detail = asked.kind === 'mandate' ? 'A subscription needs a token for a mandate.' : 'A purchase needs a token for one payment.';
    throw refuseField('subscriber_token_wrong_kind', '/subscriber_token', detail);
  }
  if (asked.mode === 'live' && state.simulated) {
    throw refuseField('simulated_token_in_live_mode', '/subscriber_token', 'A live key takes no token of a simulated ISP.');
  }
  if (asked.mode === 'test' && !state.simulated) {
    throw refuseField('live_token_in_test_mode', '/subscriber_token', 'A test key takes no token of a real subscriber.');
  }
  return state.subscriber_reference;
}

export function tokenUsed(): Refusal {
  return refuseField('subscriber_token_used', '/subscriber_token', REFUSED.used.detail);
}

async function introspect(asking: Promise<TokenState>): Promise<TokenState> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof IspUnavailable)) throw error;
    throw new Refusal('isp_unavailable', 'The ISP does not answer at the moment; nothing was charged.', { retry_after_seconds: 5 });
  }
}

/** What is kept of a buyer with a purchase or subscription: sealed under the buyer's own key. */
export type SealedBuyer = { buyer: BuyerRow; email_sealed: Uint8Array; token_sealed: Uint8Array; token_hash: Uint8Array };

/** What a subscriber is known by. */
export function subscriberHash({ vault }: Pick<UseCaseContext, 'vault'>, of: { isp: Isp; subscriber_reference: string }): Uint8Array {
  return vault.lookupHash('subscriber', `${of.isp}:${of.subscriber_reference}`);
}

export async function sealBuyer(
  context: UseCaseContext,
  stores: Stores,
  asked: { isp: Isp; subscriber_reference: string; email: string; subscriber_token: string },
): Promise<SealedBuyer> {
  const { vault, now } = context;
  const buyer = await stores.buyers.findOrInsert({
    id: newId('buy'),
    isp: asked.isp,
    subscriber_hash: subscriberHash(context, asked),
    key_wrapped: vault.newWrappedKey(),
    created_at: now(),
  });
  if (!buyer.key_wrapped) throw new Error(`buyer ${buyer.id} was erased and is back under the same reference`);
  return {
    buyer,
    email_sealed: vault.seal(buyer.key_wrapped, asked.email),
    token_sealed: vault.seal(buyer.key_wrapped, asked.subscriber_token),
    token_hash: vault.lookupHash('subscriber_token', `${asked.isp}:${asked.subscriber_token}`),
  };
}
