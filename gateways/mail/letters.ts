import { ZONE } from '../../domain/calendar.ts';
import { ISP_NAMES } from '../../domain/isps.ts';
import type { LetterKind, MailKind } from '../../domain/mails.ts';
import { priceText } from '../../domain/money.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import { type Block, htmlText, plainText } from './blocks.ts';
import type {
  CallbacksDisabledFacts,
  ChargeRefundedFacts,
  ConsoleSignInFacts,
  FactsOf,
  LetterFacts,
  PurchaseCodesFacts,
  SubscriptionEndedFacts,
  SubscriptionPastDueFacts,
  SubscriptionRenewedFacts,
  SubscriptionStartedFacts,
} from './facts.ts';
import { en } from './texts/en.ts';
import { fr } from './texts/fr.ts';
import type { LetterTexts } from './texts/texts.ts';

export type { FactsOf, LetterFacts } from './facts.ts';

export const LETTER_TEXTS: Record<Locale, LetterTexts> = { fr, en };

export type WrittenLetter = { subject: string; text: string; html: string; headers: Record<string, string> };

type SaleFacts = FactsOf[MailKind];

type Draft = { subject: string; blocks: Block[]; unsubscribe_url?: string };

const WRITERS: { [K in LetterKind]: (facts: FactsOf[K], texts: LetterTexts) => Draft } = {
  purchase_codes: writePurchaseCodes,
  subscription_started: writeStarted,
  subscription_renewed: writeRenewed,
  subscription_past_due: writePastDue,
  subscription_ended: writeEnded,
  charge_refunded: writeRefunded,
  console_sign_in: writeSignIn,
  callbacks_disabled: writeCallbacksDisabled,
};

/** Writes one letter in the buyer's language, as plain text and as HTML. Pure: the same facts give the same letter. */
export function writeLetter<K extends LetterKind>(kind: K, facts: FactsOf[K]): WrittenLetter {
  const { locale } = facts;
  // What a merchant's person gets is about no contract.
  const cancel_url = 'cancel_url' in facts ? new URL(facts.cancel_url).href : undefined;
  const texts = LETTER_TEXTS[locale];
  const draft = WRITERS[kind](flattenNames(facts), texts);
  const blocks: Block[] = [{ kind: 'paragraph', text: texts.greeting }, ...draft.blocks];
  return {
    subject: draft.subject,
    text: plainText(blocks, texts, cancel_url),
    html: htmlText(blocks, { texts, locale, subject: draft.subject, cancel_url }),
    headers: headersOf(draft),
  };
}

/** A name is one line, whatever the merchant put into it: it can add neither a header nor a sentence of its own. */
function oneLine(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function flattenNames<F extends LetterFacts>(facts: F): F {
  if (!('merchant_name' in facts)) return facts;
  return {
    ...facts,
    merchant_name: oneLine(facts.merchant_name),
    document_name: oneLine(facts.document_name),
    site_url: oneLine(facts.site_url),
  };
}

/** One-click unsubscription by RFC 8058; `Auto-Submitted` by RFC 3834, so that nobody's absence is answered to us. */
function headersOf({ unsubscribe_url }: Draft): Record<string, string> {
  const always = { 'Auto-Submitted': 'auto-generated' };
  if (unsubscribe_url === undefined) return always;
  return { ...always, 'List-Unsubscribe': `<${new URL(unsubscribe_url).href}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function writePurchaseCodes(facts: PurchaseCodesFacts, texts: LetterTexts): Draft {
  const { locale, isp, quantity, amount_cents, codes } = facts;
  return {
    subject: texts.purchase_codes.subject(facts.document_name),
    blocks: [
      { kind: 'paragraph', text: texts.purchase_codes.intro },
      { kind: 'codes', title: texts.your_codes(codes.length), codes },
      { kind: 'paragraph', text: texts.purchase_codes.once },
      {
        kind: 'facts',
        facts: [...whatWasBought(facts), ['quantity', String(quantity)], ['paid', priceText(amount_cents, locale)], ...howItIsPaid(facts)],
      },
      { kind: 'paragraph', text: texts.on_invoice(ISP_NAMES[isp]) },
      { kind: 'paragraph', text: texts.purchase_codes.no_renewal },
    ],
  };
}

function writeStarted(facts: SubscriptionStartedFacts, texts: LetterTexts): Draft {
  return {
    subject: texts.subscription_started.subject(facts.document_name),
    unsubscribe_url: facts.unsubscribe_url,
    blocks: [
      { kind: 'paragraph', text: texts.subscription_started.intro },
      ...subscriptionCode(facts.code, texts),
      { kind: 'facts', facts: [...subscriptionFacts(facts, texts), ['next_charge', instantText(facts.next_charge_at, facts.locale)]] },
      { kind: 'paragraph', text: texts.on_invoice(ISP_NAMES[facts.isp]) },
      ...wayOut(facts, texts),
    ],
  };
}

function writeRenewed(facts: SubscriptionRenewedFacts, texts: LetterTexts): Draft {
  const { locale } = facts;
  const paid_period = texts.span(dayText(facts.period_start, locale), dayText(facts.period_end, locale));
  return {
    subject: texts.subscription_renewed.subject(facts.document_name),
    unsubscribe_url: facts.unsubscribe_url,
    blocks: [
      { kind: 'paragraph', text: texts.subscription_renewed.intro },
      {
        kind: 'facts',
        facts: [...subscriptionFacts(facts, texts), ['period', paid_period], ['next_charge', instantText(facts.next_charge_at, locale)]],
      },
      { kind: 'paragraph', text: texts.on_invoice(ISP_NAMES[facts.isp]) },
      ...subscriptionCode(facts.code, texts),
      ...wayOut(facts, texts),
    ],
  };
}

function writePastDue(facts: SubscriptionPastDueFacts, texts: LetterTexts): Draft {
  const { intro, reasons, retry, last_retry, no_retry, code_in_grace, subject } = texts.subscription_past_due;
  const announced = facts.retry_at === null ? no_retry : `${retry(instantText(facts.retry_at, facts.locale))} ${code_in_grace}`;
  const next = facts.retry_at !== null && facts.is_last_retry ? `${announced} ${last_retry}` : announced;
  return {
    subject: subject(facts.document_name),
    unsubscribe_url: facts.unsubscribe_url,
    blocks: [
      { kind: 'paragraph', text: `${intro} ${reasons[facts.reason]}` },
      { kind: 'paragraph', text: next },
      { kind: 'facts', facts: subscriptionFacts(facts, texts) },
      { kind: 'codes', title: texts.your_code, codes: [facts.code] },
      ...wayOut(facts, texts),
    ],
  };
}

function writeEnded(facts: SubscriptionEndedFacts, texts: LetterTexts): Draft {
  const { reasons, no_more_charges, code_until, code_stopped, nothing_to_do, subject } = texts.subscription_ended;
  const until = facts.code_valid_until;
  // Before the first charge there was no code to speak of.
  const code: Block[] =
    facts.end_reason === 'expired'
      ? []
      : [{ kind: 'paragraph', text: until === null ? code_stopped : code_until(instantText(until, facts.locale)) }];
  return {
    subject: subject(facts.document_name),
    blocks: [
      { kind: 'paragraph', text: `${reasons[facts.end_reason]} ${no_more_charges}` },
      ...code,
      { kind: 'facts', facts: subscriptionFacts(facts, texts) },
      { kind: 'paragraph', text: nothing_to_do },
    ],
  };
}

function writeRefunded(facts: ChargeRefundedFacts, texts: LetterTexts): Draft {
  const { locale, amount_cents, charged_cents } = facts;
  const { subject, intro, where } = texts.charge_refunded;
  return {
    subject: subject(facts.document_name),
    blocks: [
      { kind: 'paragraph', text: intro },
      {
        kind: 'facts',
        facts: [
          ...whatWasBought(facts),
          ['paid', priceText(charged_cents, locale)],
          ['refunded', priceText(amount_cents, locale)],
          ...howItIsPaid(facts),
        ],
      },
      { kind: 'paragraph', text: where(ISP_NAMES[facts.isp]) },
    ],
  };
}

function writeSignIn({ sign_in_url, minutes }: ConsoleSignInFacts, texts: LetterTexts): Draft {
  const { subject, intro, link, lasts, unasked } = texts.console_sign_in;
  return {
    subject,
    blocks: [
      { kind: 'link', intro, label: link, url: new URL(sign_in_url).href },
      { kind: 'paragraph', text: lasts(minutes) },
      { kind: 'paragraph', text: unasked },
    ],
  };
}

/** To the people of a merchant whose server takes no callbacks any more: what happened, what is kept, and how to go on. */
function writeCallbacksDisabled(facts: CallbacksDisabledFacts, texts: LetterTexts): Draft {
  const { subject, reasons, kept, enable, redeliver, link } = texts.callbacks_disabled;
  const { reason, failing_since, disabled_at, locale, host } = facts;
  const service = oneLine(facts.document_name);
  const since = instantText(reason === 'failing' && failing_since ? failing_since : disabled_at, locale);
  const paragraphs = [reasons[reason]({ service, host, since }), kept, enable(facts.document_id), redeliver];
  return {
    subject: subject(service),
    blocks: [
      ...paragraphs.map((text) => ({ kind: 'paragraph', text }) as const),
      { kind: 'link', intro: link.intro, label: link.label, url: new URL(facts.document_url).href },
    ],
  };
}

type Facts = Extract<Block, { kind: 'facts' }>['facts'];

function whatWasBought({ document_name, merchant_name, site_url }: SaleFacts): Facts {
  return [
    ['service', document_name],
    ['merchant', merchant_name],
    ['site', site_url],
  ];
}

function howItIsPaid({ isp, reference }: SaleFacts): Facts {
  return [
    ['isp', ISP_NAMES[isp]],
    ['reference', reference],
  ];
}

function subscriptionFacts(facts: Exclude<SaleFacts, PurchaseCodesFacts | ChargeRefundedFacts>, texts: LetterTexts): Facts {
  const price = texts.rhythm[facts.period](priceText(facts.price_cents, facts.locale));
  return [...whatWasBought(facts), ['price', price], ...howItIsPaid(facts)];
}

function subscriptionCode(code: string, texts: LetterTexts): Block[] {
  return [
    { kind: 'codes', title: texts.your_code, codes: [code] },
    { kind: 'paragraph', text: texts.same_code },
  ];
}

function wayOut({ unsubscribe_url, isp }: { unsubscribe_url: string; isp: SubscriptionStartedFacts['isp'] }, texts: LetterTexts): Block[] {
  return [
    { kind: 'link', intro: texts.leave, label: texts.leave_link, url: new URL(unsubscribe_url).href },
    { kind: 'paragraph', text: texts.leave_elsewhere(ISP_NAMES[isp]) },
  ];
}

const LANGUAGE_TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };

// Made once: making one costs a hundred times what using it does.
const INSTANTS = formats({ dateStyle: 'long', timeStyle: 'short', timeZone: ZONE });
const DAYS = formats({ dateStyle: 'long', timeZone: ZONE });

function formats(options: Intl.DateTimeFormatOptions): Record<Locale, Intl.DateTimeFormat> {
  const of = (locale: Locale) => new Intl.DateTimeFormat(LANGUAGE_TAGS[locale], options);
  return { fr: of('fr'), en: of('en') };
}

function instantText(instant: Date, locale: Locale): string {
  return INSTANTS[locale].format(instant);
}

function dayText(instant: Date, locale: Locale): string {
  return DAYS[locale].format(instant);
}
