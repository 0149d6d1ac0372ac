import { html } from 'ghtml';
import type { Locale } from '../../domain/subscriptions.ts';
import type { CheckoutPage } from '../../usecases/types.ts';
import { type Art, art, renderPage, sheet } from '../layout.ts';
import { wayBack } from '../links.ts';
import { TEXTS } from '../texts/index.ts';
import { outcomeOf, shopOrigin } from './progress.ts';

/** The buyer's way as the pages number it: what is chosen here, what the ISP shows, what one gets. */
export const STEPS = ['choice', 'isp', 'code'] as const;

export type Step = (typeof STEPS)[number];

export type Frame = {
  page: CheckoutPage;
  locale: Locale;
  title: string;
  /** Markup below the heading. */
  body: string;
  /** Where the buyer is on the way; left out where there is no way on. */
  step?: Step;
  shows?: Art;
  refresh_seconds?: number;
  scripts?: readonly string[];
};

/** One page of the popup: the steps, the sheet, and what the shop's page may hear of it. */
export function renderFrame({ page, body, step, shows, scripts = [], ...layout }: Frame): string {
  const content = html`!${step === undefined ? '' : stepList(step, layout.locale)}
!${sheet(html`!${shows === undefined ? '' : art(shows)}<h1>${layout.title}</h1>!${body}`)}
!${storyForShop(page)}`;
  const path = `/checkout/${page.checkout.id}`;
  return renderPage({ ...layout, body: content, path, is_test: page.document.mode === 'test', scripts: ['popup.js', ...scripts] });
}

function stepList(current: Step, locale: Locale): string {
  const texts = TEXTS[locale].steps;
  const at = STEPS.indexOf(current);
  const items = STEPS.map((step, index) => {
    const state = index < at ? ' class="past"' : index === at ? ' aria-current="step"' : '';
    return html`<li!${state}>${texts[step]}</li>`;
  });
  return html`<ol class="steps" aria-label="${texts.label}">!${items}</ol>`;
}

/** For `popup.js`: to whom alone it may tell what. */
function storyForShop(page: CheckoutPage): string {
  const origin = shopOrigin(page);
  if (origin === undefined) return '';
  return html`<div hidden data-shop="${origin}" data-checkout="${page.checkout.id}" data-status="${outcomeOf(page)}"></div>`;
}

/** The link that leads back to the shop, where there is an address for it. */
export function shopLink(page: CheckoutPage, locale: Locale): string {
  const shop = wayBack(page);
  return shop === undefined
    ? ''
    : html`<p class="actions" data-back><a class="button" href="${shop}">${TEXTS[locale].layout.back_to_shop}</a></p>`;
}
