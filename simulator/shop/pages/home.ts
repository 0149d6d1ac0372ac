import { html } from 'ghtml';
import { NIGHT_TIDE, TIDE_CURVE } from '../artwork.ts';
import type { Offer, OneShotDocument, RebillingDocument } from '../billing-api.ts';
import { type Language, priceText, TEXTS } from '../texts.ts';
import { layout } from './layout.ts';

export type HomeView = {
  language: Language;
  one_shot: OneShotDocument;
  rebilling: RebillingDocument;
  button_script: string;
  /** Identifies one filling of the form, so that sending it twice uses a code once. */
  attempt: string;
  /** What was wrong with the code that was typed. */
  failure?: { field: Lock; message: string };
};

/** What a code opens. */
export type Lock = 'article' | 'area';

function codeForm({ language, attempt, failure }: HomeView, lock: Lock): string {
  const texts = TEXTS[language];
  const message = failure?.field === lock ? failure.message : undefined;
  const failed = html` aria-invalid="true" aria-describedby="${lock}-failure ${lock}-hint"`;
  return html`<form class="code" action="/${lock}#${lock}" method="post">
<input type="hidden" name="attempt" value="${attempt}">
!${message === undefined ? '' : html`<p class="alert" role="alert" id="${lock}-failure">${message}</p>`}
<label for="${lock}-code">${texts.code}</label>
<div class="row"><input id="${lock}-code" name="code" required maxlength="64" autocomplete="off" autocapitalize="characters" spellcheck="false"!${
    message === undefined ? html` aria-describedby="${lock}-hint"` : failed
  }>
<button type="submit">${lock === 'article' ? texts.open_article : texts.open_area}</button></div>
<p class="hint" id="${lock}-hint">${texts.have_code_hint}</p>
</form>`;
}

/** With billing's script the form opens the checkout in a window; without it the checkout opens here. */
const checkoutForm = (content: string): string => html`<form action="/checkout" method="post" data-internetplus>!${content}</form>`;

function articleSection(view: HomeView): string {
  const { language, one_shot } = view;
  const texts = TEXTS[language];
  const price = `${priceText(one_shot.price, language)} ${texts.each_code.replace('{max}', String(one_shot.max_codes))}`;
  return html`<section class="story" id="article" aria-labelledby="article-title">
!${NIGHT_TIDE}
<div class="text"><p class="kicker">${texts.article_kicker}</p>
<h2 id="article-title">${texts.article_title}</h2>
<p class="by">${texts.article_by}</p>
<p class="teaser">${texts.article_teaser}</p></div>
<div class="lock"><h3>${texts.read_on}</h3>
<div class="ways">
<div><h4>${texts.have_code}</h4>!${codeForm(view, 'article')}</div>
<div><h4>${texts.need_code}</h4><p>${texts.need_code_hint}</p>
!${checkoutForm(html`<input type="hidden" name="kind" value="codes">
<button class="buy" type="submit" data-internetplus="button">${texts.buy_codes}</button>
<p class="hint">${price}</p>`)}</div>
</div></div>
</section>`;
}

function offerItem(offer: Offer, language: Language): string {
  const texts = TEXTS[language];
  const price = `${priceText(offer.price, language)} ${texts[offer.period]}`;
  return html`<li><h4>${texts.offer_names[offer.period]}</h4>
<p class="price"><strong>${priceText(offer.price, language)}</strong> ${texts[offer.period]}</p><p>${texts.offer_notes[offer.period]}</p>
!${checkoutForm(html`<input type="hidden" name="kind" value="ticket"><input type="hidden" name="offer" value="${offer.id}">
<button class="buy" type="submit" data-internetplus="button">${texts.get_ticket} – ${price}</button>`)}</li>`;
}

function areaSection(view: HomeView): string {
  const { language, rebilling } = view;
  const texts = TEXTS[language];
  return html`<section class="panel" id="area" aria-labelledby="area-title">
!${TIDE_CURVE}
<h2 id="area-title">${texts.area_title}</h2>
<p class="teaser">${texts.area_teaser}</p>
<h3>${texts.have_ticket}</h3>
!${codeForm(view, 'area')}
<h3>${texts.offers_title}</h3>
<ul class="offers">!${rebilling.offers.map((offer) => offerItem(offer, language)).join('\n')}</ul>
<p class="hint">${texts.offers_hint}</p>
</section>`;
}

/** Both kinds of sale: the article that a one-shot code opens, the area that a subscription's code keeps open. */
export function homePage(view: HomeView): string {
  const { language, button_script } = view;
  const texts = TEXTS[language];
  const body = html`<div class="welcome"><h1>${texts.site}</h1><p>${texts.tagline}</p></div>
!${articleSection(view)}
!${areaSection(view)}
<section class="how" aria-labelledby="how"><h2 id="how">${texts.how_title}</h2><ol>!${texts.how.map((step) => html`<li>${step}</li>`)}</ol></section>`;
  return layout({ language, title: texts.site, body, button_script });
}
