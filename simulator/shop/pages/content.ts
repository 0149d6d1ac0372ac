import { html } from 'ghtml';
import type { Offer, OneShotDocument, RebillingDocument } from '../billing-api.ts';
import { instantText, type Language, priceText, TEXTS } from '../texts.ts';
import { layout } from './layout.ts';

export type HomeView = {
  language: Language;
  one_shot: OneShotDocument;
  rebilling: RebillingDocument;
  /** Identifies one filling of the form, so that sending it twice uses a code once. */
  attempt: string;
  /** What was wrong with the code that was typed. */
  failure?: { field: 'article' | 'area'; message: string };
};

function codeForm({ language, attempt, failure }: HomeView, field: 'article' | 'area'): string {
  const texts = TEXTS[language];
  const message = failure?.field === field ? failure.message : undefined;
  return html`!${message === undefined ? '' : html`<p role="alert" id="${field}-failure">${message}</p>`}
<form action="/${field}" method="post">
<input type="hidden" name="attempt" value="${attempt}">
<label for="${field}-code">${texts.code}</label>
<input id="${field}-code" name="code" required maxlength="64" autocomplete="off" autocapitalize="characters" spellcheck="false"!${
    message === undefined ? '' : html` aria-invalid="true" aria-describedby="${field}-failure"`
  }>
<button type="submit">${field === 'article' ? texts.open_article : texts.open_area}</button>
</form>`;
}

function offerItem(offer: Offer, language: Language): string {
  const texts = TEXTS[language];
  const price = `${priceText(offer.price, language)} ${texts[offer.period]}`;
  return html`<li><form action="/checkout" method="post">
<input type="hidden" name="kind" value="ticket">
<input type="hidden" name="offer" value="${offer.id}">
<button type="submit">${texts.get_ticket} – ${price}</button>
</form></li>`;
}

/** Both kinds of sale: the article that a one-shot code opens, the area that a subscription's code keeps open. */
export function homePage(view: HomeView): string {
  const { language, one_shot, rebilling } = view;
  const texts = TEXTS[language];
  const body = html`<h1>${texts.site}</h1>
<p>${texts.tagline}</p>
<section aria-labelledby="article-title">
<h2 id="article-title">${texts.article_title}</h2>
<p>${texts.article_teaser}</p>
!${codeForm(view, 'article')}
<form action="/checkout" method="post">
<input type="hidden" name="kind" value="codes">
<button type="submit">${texts.buy_codes}</button>
<span>${priceText(one_shot.price, language)} ${texts.each_code.replace('{max}', String(one_shot.max_codes))}</span>
</form>
</section>
<section aria-labelledby="area-title">
<h2 id="area-title">${texts.area_title}</h2>
<p>${texts.area_teaser}</p>
!${codeForm(view, 'area')}
<ul class="offers">!${rebilling.offers.map((offer) => offerItem(offer, language)).join('\n')}</ul>
</section>`;
  return layout({ language, title: texts.site, body });
}

export function articlePage(language: Language): string {
  const texts = TEXTS[language];
  const body = html`<article><h1>${texts.article_title}</h1>
<p>${texts.article_body}</p></article>
<p class="quiet" role="status">${texts.article_open}</p>`;
  return layout({ language, title: texts.article_title, body });
}

export function areaPage(language: Language, valid_until: string | undefined): string {
  const texts = TEXTS[language];
  const state =
    valid_until === undefined ? texts.area_open : texts.area_open_until.replace('{instant}', instantText(valid_until, language));
  const body = html`<h1>${texts.area_title}</h1>
<p role="status">${state}</p>
<article><p>${texts.area_body}</p></article>
<form action="/area/leave" method="post"><button type="submit">${texts.leave_area}</button></form>`;
  return layout({ language, title: texts.area_title, body });
}
