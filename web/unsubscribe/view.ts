import { html } from 'ghtml';
import { ISP_NAMES } from '../../domain/isps.ts';
import { priceText } from '../../domain/money.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { SubscriptionView, UnsubscribePage } from '../../usecases/types.ts';
import { dayText, instantText } from '../formats.ts';
import { art, factList, renderPage, sheet } from '../layout.ts';
import { webAddress } from '../links.ts';
import { TEXTS } from '../texts/index.ts';

export type UnsubscribeView = { page: UnsubscribePage; locale: Locale; path: string };

/** What will end, and the one button that ends it. */
export function renderAsk({ page, locale, path }: UnsubscribeView): string {
  const texts = TEXTS[locale].unsubscribe;
  const code = codeSentence(page.subscription, { locale, ended: false });
  const body = html`<h1>${texts.title}</h1>
<p>${texts.intro}</p>
!${subscriptionFacts(page, locale)}
!${code === undefined ? '' : html`<p>${code}</p>`}
<form method="post" action="${path}?lang=${locale}">
<button type="submit">${texts.button}</button>
<p class="hint">${texts.button_hint}</p>
</form>`;
  return renderPage({ locale, title: texts.title, body: sheet(body), path, is_test: page.subscription.mode === 'test' });
}

/** That it has ended: now, by this very request, or before. */
export function renderEnded({ page, locale, path, just_now }: UnsubscribeView & { just_now: boolean }): string {
  const texts = TEXTS[locale].unsubscribe;
  const { ended_at } = page.subscription;
  const code = codeSentence(page.subscription, { locale, ended: true });
  const title = just_now ? texts.done_title : texts.already_title;
  const body = html`!${art(just_now ? 'done' : 'ended')}<h1>${title}</h1>
<p role="status">${just_now ? texts.done_text : texts.already_text}</p>
!${ended_at === null || just_now ? '' : html`<p>${texts.ended_on(dayText(ended_at, locale))}</p>`}
!${code === undefined ? '' : html`<p>${code}</p>`}
!${subscriptionFacts(page, locale)}`;
  return renderPage({ locale, title, body: sheet(body), path, is_test: page.subscription.mode === 'test' });
}

function subscriptionFacts({ subscription, merchant_name, document_name, site_url }: UnsubscribePage, locale: Locale): string {
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

/** Until when the code works; what was paid stays usable. Nothing is said where none was ever given, or while the ISP has yet to answer. */
function codeSentence(subscription: SubscriptionView, { locale, ended }: { locale: Locale; ended: boolean }): string | undefined {
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
