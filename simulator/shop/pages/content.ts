import { html } from 'ghtml';
import { NIGHT_TIDE, TIDE_CURVE } from '../artwork.ts';
import type { Subscription } from '../billing-api.ts';
import { instantText, type Language, priceText, TEXTS } from '../texts.ts';
import { layout } from './layout.ts';

export function articlePage(language: Language): string {
  const texts = TEXTS[language];
  const body = html`<article class="story">!${NIGHT_TIDE}
<div class="text"><p class="notice" role="status">${texts.article_open}</p>
<p class="kicker">${texts.article_kicker}</p>
<h1>${texts.article_title}</h1>
<p class="by">${texts.article_by}</p>
!${texts.article_body.map((paragraph) => html`<p>${paragraph}</p>`)}</div></article>`;
  return layout({ language, title: texts.article_title, body });
}

export type AreaView = {
  language: Language;
  valid_until: string | undefined;
  /** What billing says of the subscription; the area is open without it. */
  subscription: Subscription | undefined;
};

const ISP_NAMES: Readonly<Record<string, string>> = { alice: 'Alice', free: 'Free', orange: 'Orange', sfr: 'SFR' };

function yourSubscription({ period, price, status, current_period, ...more }: Subscription, language: Language): string {
  const texts = TEXTS[language];
  const { next_charge_at, ended_at, isp, reference, unsubscribe_url } = more;
  const instant = (text: string) => instantText(text, language);
  const facts: [label: string, value: string][] = [
    [texts.yours_offer, `${priceText(price, language)} ${texts[period]}`],
    [texts.yours_status, texts.statuses[status]],
    ...(current_period ? [[texts.yours_until, instant(current_period.end)] as [string, string]] : []),
    ended_at
      ? [texts.yours_ended, instant(ended_at)]
      : [texts.yours_next, next_charge_at ? instant(next_charge_at) : texts.yours_next_none],
    [texts.yours_isp, ISP_NAMES[isp] ?? isp],
    [texts.yours_reference, reference],
  ];
  return html`<section class="panel" aria-labelledby="yours"><h2 id="yours">${texts.yours_title}</h2>
<dl>!${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
!${ended_at ? '' : html`<p><a class="button quiet" href="${unsubscribe_url}">${texts.yours_end}</a></p><p class="hint">${texts.yours_end_hint}</p>`}
</section>`;
}

/** The subscribers' area: what is in it, what the reader has, until when, and the way out. */
export function areaPage({ language, valid_until, subscription }: AreaView): string {
  const texts = TEXTS[language];
  const state =
    valid_until === undefined ? texts.area_open : texts.area_open_until.replace('{instant}', instantText(valid_until, language));
  const body = html`<h1>${texts.area_title}</h1>
<p class="notice" role="status">${state}</p>
<div class="beside">
<article class="panel">!${TIDE_CURVE}<p>${texts.area_body}</p></article>
!${subscription ? yourSubscription(subscription, language) : ''}
</div>
<form action="/area/leave" method="post"><button class="quiet" type="submit">${texts.leave_area}</button></form>`;
  return layout({ language, title: texts.area_title, body });
}
