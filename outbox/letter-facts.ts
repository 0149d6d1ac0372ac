import type { ChargeRow } from '../db/entities/charge.ts';
import type { EventRow } from '../db/entities/event.ts';
import type { MailRow } from '../db/entities/mail.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { dueInstant } from '../domain/calendar.ts';
import { DECLINE_REASONS } from '../domain/charges.ts';
import type { Locale } from '../domain/subscriptions.ts';
import type { SubscriptionStartedFacts } from '../gateways/mail/facts.ts';
import type { WrittenLetter } from '../gateways/mail/letters.ts';
import type { MailContext } from './send-mail.ts';

export type Written = { to: string; letter: WrittenLetter };

/**
 * Reads what a queued letter is about, from the rows that hold it; undefined where its buyer was erased, `nobody` where there never was
 * anybody to write to.
 */
export async function letterFacts(
  context: Pick<MailContext, 'unitOfWork' | 'vault' | 'public_url' | 'writeLetter' | 'now'>,
  mail: MailRow,
): Promise<Written | 'nobody' | undefined> {
  return await context.unitOfWork.read((stores) => {
    switch (mail.kind) {
      case 'purchase_codes':
        return purchaseFacts(context, stores, mail);
      case 'charge_refunded':
        return refundFacts(context, stores, mail);
      case 'console_sign_in':
        return signInFacts(context, stores, mail);
      case 'callbacks_disabled':
        return callbacksFacts(context, stores, mail);
      default:
        return subscriptionFacts(context, stores, mail);
    }
  });
}

/** Where a contract is ended without the mail; `web/layout.ts` names the same paths. */
function cancelUrl(public_url: string, locale: Locale): string {
  return `${public_url}${locale === 'fr' ? '/resilier' : '/cancel'}`;
}

type Tools = Pick<MailContext, 'vault' | 'public_url' | 'writeLetter'>;
type SignInTools = Tools & Pick<MailContext, 'now'>;

async function purchaseFacts({ vault, writeLetter, public_url }: Tools, stores: Stores, mail: MailRow): Promise<Written | undefined> {
  const purchase = await stores.purchases.get(mail.subject_id);
  const key = (await stores.buyers.get(purchase.buyer_id)).key_wrapped;
  if (!key) return undefined;
  const document = await stores.documents.get(purchase.document_id);
  const merchant = await stores.merchants.find(purchase.merchant_id);
  const codes = await stores.codes.ofPurchases([purchase.id]);
  return {
    to: vault.open(key, purchase.email_sealed),
    letter: writeLetter('purchase_codes', {
      locale: mail.locale,
      merchant_name: merchant?.name ?? '',
      site_url: document.site_url,
      document_name: document.name,
      isp: purchase.isp,
      reference: purchase.reference,
      cancel_url: cancelUrl(public_url, mail.locale),
      quantity: purchase.quantity,
      amount_cents: purchase.amount_cents,
      codes: codes.map((code) => vault.open(key, code.code_sealed)),
    }),
  };
}

async function refundFacts({ vault, writeLetter, public_url }: Tools, stores: Stores, mail: MailRow): Promise<Written | undefined> {
  const refund = await stores.refunds.get(mail.subject_id);
  const charge = await stores.charges.get(refund.charge_id);
  const sale = charge.purchase_id
    ? await stores.purchases.get(charge.purchase_id)
    : await stores.subscriptions.get(charge.subscription_id ?? '');
  const key = (await stores.buyers.get(charge.buyer_id)).key_wrapped;
  if (!key) return undefined;
  const document = await stores.documents.get(charge.document_id);
  const merchant = await stores.merchants.find(charge.merchant_id);
  return {
    to: vault.open(key, sale.email_sealed),
    letter: writeLetter('charge_refunded', {
      locale: mail.locale,
      merchant_name: merchant?.name ?? '',
      site_url: document.site_url,
      document_name: document.name,
      isp: charge.isp,
      reference: charge.reference,
      cancel_url: cancelUrl(public_url, mail.locale),
      amount_cents: refund.amount_cents,
      charged_cents: charge.amount_cents,
    }),
  };
}

/** The address was asked for by whoever typed it in: only now is it looked up whether it is anybody's. A link that is too old is not sent. */
async function signInFacts(context: SignInTools, stores: Stores, mail: MailRow): Promise<Written | 'nobody'> {
  const { vault, public_url, now, writeLetter } = context;
  const link = await stores.console.findSignIn(mail.subject_id);
  const [person] = link ? await stores.merchantUsers.ofEmail(link.email_hash) : [];
  const left_ms = (link?.expires_at.getTime() ?? 0) - now().getTime();
  if (!link || !person || left_ms <= 0) return 'nobody';
  return {
    to: vault.openForPlatform(person.email_sealed),
    letter: writeLetter('console_sign_in', {
      locale: mail.locale,
      sign_in_url: `${public_url}/console/sign-in/${vault.signInToken(link.id)}`,
      minutes: Math.ceil(left_ms / 60_000),
    }),
  };
}

/** A letter that came too late, to somebody who left or about callbacks that are enabled again, is not sent. */
async function callbacksFacts({ vault, public_url, writeLetter }: Tools, stores: Stores, mail: MailRow): Promise<Written | 'nobody'> {
  const document = await stores.documents.get(mail.subject_id);
  const endpoint = await stores.callbacks.endpoint(document.id);
  const person = await stores.merchantUsers.find({ merchant_id: document.merchant_id, id: mail.occasion.split(':')[0] ?? '' });
  const disabled_at = document.callback_disabled_at;
  if (!person || !document.callback_url || disabled_at?.getTime() !== mail.occurred_at.getTime()) return 'nobody';
  return {
    to: vault.openForPlatform(person.email_sealed),
    letter: writeLetter('callbacks_disabled', {
      locale: mail.locale,
      document_id: document.id,
      document_name: document.name,
      host: new URL(document.callback_url).host,
      reason: endpoint?.disabled_reason ?? 'gone',
      failing_since: endpoint?.failing_since ?? null,
      disabled_at: mail.occurred_at,
      document_url: `${public_url}/console/documents/${document.id}`,
    }),
  };
}

async function subscriptionFacts(tools: Tools, stores: Stores, mail: MailRow): Promise<Written | undefined> {
  const { vault, public_url } = tools;
  const subscription = await stores.subscriptions.get(mail.subject_id);
  const key = (await stores.buyers.get(subscription.buyer_id)).key_wrapped;
  if (!key) return undefined;
  const document = await stores.documents.get(subscription.document_id);
  const merchant = await stores.merchants.find(subscription.merchant_id);
  const [code] = await stores.codes.ofSubscriptions([subscription.id]);
  const common = {
    locale: mail.locale,
    merchant_name: merchant?.name ?? '',
    site_url: document.site_url,
    document_name: document.name,
    isp: subscription.isp,
    reference: subscription.reference,
    cancel_url: cancelUrl(public_url, mail.locale),
    price_cents: subscription.price_cents,
    period: subscription.period,
    code: code ? vault.open(key, code.code_sealed) : '',
    unsubscribe_url: `${public_url}/unsubscribe/${vault.unsubscribeToken(subscription.id)}`,
  };
  const charge = await chargeOfOccasion(stores, mail);
  const refusal = mail.kind === 'subscription_past_due' ? await refusalOfOccasion(stores, mail, charge) : null;
  return { to: vault.open(key, subscription.email_sealed), letter: withOccasion(tools, common, { mail, subscription, charge, refusal }) };
}

type Common = Omit<SubscriptionStartedFacts, 'next_charge_at'>;

type About = { mail: MailRow; subscription: SubscriptionRow; charge: ChargeRow | null; refusal: EventRow | null };

/** Instants are told as of the occasion, so that a letter sent late says what it would have said. */
function withOccasion({ writeLetter }: Tools, common: Common, { mail, subscription, charge, refusal }: About): WrittenLetter {
  const index = charge?.period_index ?? 0;
  const next_charge_at = dueInstant(subscription.anchor_at, subscription.period, index + 1);
  switch (mail.kind) {
    case 'subscription_started':
      return writeLetter(mail.kind, { ...common, next_charge_at });
    case 'subscription_renewed':
      return writeLetter(mail.kind, {
        ...common,
        period_start: charge?.period_start ?? mail.occurred_at,
        period_end: charge?.period_end ?? next_charge_at,
        next_charge_at,
      });
    case 'subscription_past_due': {
      const { decline, next_charge_at: retry_at = null, attempts_left } = refusal?.data ?? {};
      const reason = DECLINE_REASONS.find((known) => known === decline?.reason) ?? 'unknown';
      return writeLetter(mail.kind, {
        ...common,
        reason,
        retry_at: retry_at === null ? null : new Date(retry_at),
        is_last_retry: attempts_left === 1,
      });
    }
    case 'subscription_ended':
      return writeLetter(mail.kind, {
        ...common,
        end_reason: subscription.end_reason ?? 'unsubscribed',
        code_valid_until: stillPaid(subscription, mail) ?? null,
      });
    case 'purchase_codes':
    case 'charge_refunded':
    case 'console_sign_in':
    case 'callbacks_disabled':
      throw new Error('this letter is not about a subscription');
  }
}

/** Until when the code works after the end; undefined where nothing is paid any more. */
function stillPaid({ paid_until }: SubscriptionRow, mail: MailRow): Date | undefined {
  return paid_until && paid_until.getTime() > mail.occurred_at.getTime() ? paid_until : undefined;
}

/** `period-3` and `period-3-attempt-2` are about the charge of period 3. */
async function chargeOfOccasion(stores: Stores, mail: MailRow): Promise<ChargeRow | null> {
  const index = /^period-(\d+)/.exec(mail.occasion)?.[1];
  return index === undefined ? null : await stores.charges.ofPeriod(mail.subject_id, Number(index));
}

/**
 * What the merchant was told of the refusal that a letter is about, in the very transaction that queued the letter: its reason and the next
 * try stand there as they were promised, whatever the schedule or the charge has become since. Each refused attempt has one such event.
 */
async function refusalOfOccasion(stores: Stores, mail: MailRow, charge: ChargeRow | null): Promise<EventRow | null> {
  const attempt = Number(mail.occasion.split('-').at(-1));
  const refusals = await stores.events.ofSubscription(mail.subject_id, 'subscription.past_due');
  return refusals.filter(({ data }) => data.charge === charge?.id)[attempt - 1] ?? null;
}
