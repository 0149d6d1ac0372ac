import { html } from 'ghtml';
import type { Locale } from '../../domain/subscriptions.ts';
import type { UnsubscribePage } from '../../usecases/types.ts';
import { art, renderPage, sheet } from '../layout.ts';
import { webAddress } from '../links.ts';
import { TEXTS } from '../texts/index.ts';
import { codeSentence, endedSentence, subscriptionFacts } from './facts.ts';

export type UnsubscribeView = { page: UnsubscribePage; locale: Locale; path: string };

/** What will end, and the one button that ends it. */
export function renderAsk({ page, locale, path }: UnsubscribeView): string {
  const texts = TEXTS[locale].unsubscribe;
  const code = codeSentence(page.subscription, { locale, ended: false });
  const body = html`<h1>${texts.title}</h1>
<p class="lead">${texts.intro}</p>
!${subscriptionFacts(page, locale)}
!${code === undefined ? '' : html`<p>${code}</p>`}
<form method="post" action="${path}?lang=${locale}">
<button class="whole" type="submit">${texts.button}</button>
<p class="hint">${texts.button_hint}</p>
</form>`;
  return renderPage({ locale, title: texts.title, body: sheet(body), path, is_test: page.subscription.mode === 'test' });
}

/** That it has ended: now, by this very request, or before. */
export function renderEnded({ page, locale, path, just_now }: UnsubscribeView & { just_now: boolean }): string {
  const texts = TEXTS[locale].unsubscribe;
  const { subscription } = page;
  const code = codeSentence(subscription, { locale, ended: true });
  const title = just_now ? texts.done_title : texts.already_title;
  // Nobody is written to about a subscription that never began.
  const receipt = just_now && subscription.current_period !== null;
  const body = html`!${art(just_now ? 'done' : 'ended')}<h1>${title}</h1>
<p role="status">${just_now ? texts.done_text : texts.already_text}</p>
!${just_now || subscription.ended_at === null ? '' : html`<p>${endedSentence(subscription, locale)}</p>`}
!${code === undefined ? '' : html`<p>${code}</p>`}
!${receipt ? html`<p>${texts.receipt}</p>` : ''}
!${subscriptionFacts(page, locale)}
!${siteLink(page, locale)}`;
  return renderPage({ locale, title, body: sheet(body), path, is_test: subscription.mode === 'test' });
}

function siteLink({ site_url }: UnsubscribePage, locale: Locale): string {
  const site = webAddress(site_url);
  return site === undefined
    ? ''
    : html`<p class="actions"><a class="button quiet" href="${site.href}">${TEXTS[locale].layout.back_to_shop}</a></p>`;
}
