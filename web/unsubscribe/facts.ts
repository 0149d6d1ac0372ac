import { ISP_NAMES } from '../../domain/isps.ts';
import { priceText } from '../../domain/money.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { SubscriptionView, UnsubscribePage } from '../../usecases/types.ts';
import { dayText, instantText } from '../formats.ts';
import { factList } from '../layout.ts';
import { webAddress } from '../links.ts';
import { TEXTS } from '../texts/index.ts';

/** What a subscription is, as its buyer knows it. */
export function subscriptionFacts({ subscription, merchant_name, document_name, site_url }: UnsubscribePage, locale: Locale): string {
  const { facts, rhythm } = TEXTS[locale];
  return factList([
    { label: facts.service, value: document_name },
    { label: facts.site, value: site_url, href: webAddress(site_url)?.href },
    { label: facts.merchant, value: merchant_name },
    { label: facts.price, value: rhythm[subscription.period](priceText(subscription.price_cents, locale)) },
    { label: facts.isp, value: ISP_NAMES[subscription.isp] },
    { label: facts.reference, value: subscription.reference },
  ]);
}

/** On which day it ended. */
export function endedSentence({ ended_at }: SubscriptionView, locale: Locale): string {
  return ended_at === null ? '' : TEXTS[locale].unsubscribe.ended_on(dayText(ended_at, locale));
}

/** Until when the code works; what was paid stays usable. Nothing is said where none was ever given, or while the ISP has yet to answer. */
export function codeSentence(subscription: SubscriptionView, { locale, ended }: { locale: Locale; ended: boolean }): string | undefined {
  const texts = TEXTS[locale].unsubscribe;
  const { current_period, status, ended_at } = subscription;
  if (current_period === null) return undefined;
  const until = instantText(current_period.end, locale);
  if (ended) {
    const was_over = ended_at !== null && current_period.end.getTime() <= ended_at.getTime();
    return was_over ? texts.code_stopped : texts.code_worked_until(until);
  }
  if (status === 'in_doubt') return undefined;
  return status === 'past_due' ? texts.code_stops : texts.code_until(until);
}
