import type { EventRow } from '../db/entities/event.ts';
import type { FoundLetter, QueuedLetter, SoldPurchase, SoldSubscription } from '../db/hot-mails.ts';
import type { Stores } from '../db/stores/index.ts';
import { dueInstant } from '../domain/calendar.ts';
import { DECLINE_REASONS } from '../domain/charges.ts';
import type { Locale } from '../domain/subscriptions.ts';
import type { SubscriptionStartedFacts } from '../gateways/mail/facts.ts';
import type { WrittenLetter } from '../gateways/mail/letters.ts';
import type { MailContext } from './send-mail.ts';

export type Written = { to: string; letter: WrittenLetter };

/**
 * What a queued letter tells, from the rows that hold it: those of a sale came with it, others are read here. Undefined where its buyer was
 * erased, `nobody` where there never was anybody to write to.
 */
export async function letterFacts(context: Context, found: FoundLetter): Promise<Written | 'nobody' | undefined> {
  const { mail, purchase, subscription } = found;
  switch (mail.kind) {
    case 'purchase_codes':
      return purchaseFacts(context, mail, present(purchase));
    case 'charge_refunded':
      return await context.unitOfWork.read((stores) => refundFacts(context, stores, mail));
    case 'console_sign_in':
      return await context.unitOfWork.read((stores) => signInFacts(context, stores, mail));
    case 'callbacks_disabled':
      return await context.unitOfWork.read((stores) => callbacksFacts(context, stores, mail));
    default:
      return await subscriptionFacts(context, mail, present(subscription));
  }
}

function present<Sale>(sale: Sale | null): Sale {
  if (sale === null) throw new Error('a letter is about a sale that is not there');
  return sale;
}

/** Where a contract is ended without the mail; `web/layout.ts` names the same paths. */
function cancelUrl(public_url: string, locale: Locale): string {
  return `${public_url}${locale === 'fr' ? '/resilier' : '/cancel'}`;
}

type Tools = Pick<MailContext, 'vault' | 'public_url' | 'writeLetter'>;
type Context = Tools & Pick<MailContext, 'unitOfWork' | 'now'>;
type SignInTools = Tools & Pick<MailContext, 'now'>;

function purchaseFacts(tools: Tools, mail: QueuedLetter, purchase: SoldPurchase): Written | undefined {
  const { vault, writeLetter } = tools;
  const key = purchase.key_wrapped;
  if (!key) return undefined;
  const { quantity, amount_cents, codes } = purchase;
  const about = { ...aboutSale(tools, mail, purchase), quantity, amount_cents, codes: codes.map((code) => vault.open(key, code)) };
  return { to: vault.open(key, purchase.email_sealed), letter: writeLetter('purchase_codes', about) };
}

/** What each letter about a sale tells. */
function aboutSale({ public_url }: Tools, { locale }: QueuedLetter, sale: SoldPurchase | SoldSubscription) {
  const { merchant_name, site_url, document_name, isp, reference } = sale;
  return { locale, merchant_name: merchant_name ?? '', site_url, document_name, isp, reference, cancel_url: cancelUrl(public_url, locale) };
}

async function refundFacts({ vault, writeLetter, public_url }: Tools, stores: Stores, mail: QueuedLetter): Promise<Written | undefined> {
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
async function signInFacts(context: SignInTools, stores: Stores, mail: QueuedLetter): Promise<Written | 'nobody'> {
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
async function callbacksFacts({ vault, public_url, writeLetter }: Tools, stores: Stores, mail: QueuedLetter): Promise<Written | 'nobody'> {
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

async function subscriptionFacts(tools: Context, mail: QueuedLetter, subscription: SoldSubscription): Promise<Written | undefined> {
  const { vault, public_url } = tools;
  const key = subscription.key_wrapped;
  if (!key) return undefined;
  const [code] = subscription.codes;
  const { price_cents, period } = subscription;
  const common = {
    ...aboutSale(tools, mail, subscription),
    ...{ price_cents, period },
    code: code ? vault.open(key, code) : '',
    unsubscribe_url: `${public_url}/unsubscribe/${vault.unsubscribeToken(mail.subject_id)}`,
  };
  const { charge } = subscription;
  const refusal = mail.kind === 'subscription_past_due' ? await refusalOfOccasion(tools, mail, charge) : null;
  return { to: vault.open(key, subscription.email_sealed), letter: withOccasion(tools, common, { mail, subscription, charge, refusal }) };
}

type Common = Omit<SubscriptionStartedFacts, 'next_charge_at'>;

type ChargeOfPeriod = SoldSubscription['charge'];

type About = { mail: QueuedLetter; subscription: SoldSubscription; charge: ChargeOfPeriod; refusal: EventRow | null };

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
function stillPaid({ paid_until }: SoldSubscription, mail: QueuedLetter): Date | undefined {
  return paid_until && paid_until.getTime() > mail.occurred_at.getTime() ? paid_until : undefined;
}

/**
 * What the merchant was told of the refusal that a letter is about, in the very transaction that queued the letter: its reason and the next
 * try stand there as they were promised, whatever the schedule or the charge has become since. Each refused attempt has one such event.
 */
async function refusalOfOccasion({ unitOfWork }: Context, mail: QueuedLetter, charge: ChargeOfPeriod): Promise<EventRow | null> {
  const attempt = Number(mail.occasion.split('-').at(-1));
  const refusals = await unitOfWork.read((stores) => stores.events.ofSubscription(mail.subject_id, 'subscription.past_due'));
  return refusals.filter(({ data }) => data.charge === charge?.id)[attempt - 1] ?? null;
}
