import { html } from 'ghtml';
import type { CheckoutPage } from '../../usecases/types.ts';
import { wayBack, webAddress } from '../links.ts';
import { failureSentence, TEXTS } from '../texts/index.ts';
import { FORM_FIELDS } from '../texts/texts.ts';
import { consentField, emailField, type FormView, ispField, offerField, quantityField, totalLine } from './fields.ts';
import { renderFrame } from './frame.ts';
import { saleOf } from './sale.ts';
import { saleTerms, termsShown } from './terms.ts';

/** The open checkout: what is sold, what is left to choose, and why the last try failed if there was one. */
export function renderForm(page: CheckoutPage, { failure, ...view }: FormView & { failure: string | null }): string {
  const { locale } = view;
  const texts = TEXTS[locale];
  const sale = saleOf(page.document);
  const is_one_shot = sale.kind === 'one_shot';
  const terms = saleTerms(page, locale);
  const shop = wayBack(page);
  const body = html`<p class="sold"><strong>${terms.service}</strong> <span>${terms.sold_by}</span>!${siteName(page)}</p>
!${failure === null ? '' : failureNotice(failure, view)}
!${errorSummary(view)}
<form method="post" action="/checkout/${page.checkout.id}?lang=${locale}" data-busy="${texts.form.busy}">
!${is_one_shot ? quantityField(sale, view) : offerField(sale.offers, view)}
!${emailField(is_one_shot ? texts.form.email_hint_codes : texts.form.email_hint_subscription, view)}
!${ispField(terms, view)}
!${is_one_shot ? totalLine(sale, view) : consentField(terms, view)}
!${is_one_shot ? '' : html`<input type="hidden" name="terms" value="${termsShown(page, locale)}">`}
<button class="whole" type="submit">${terms.confirm}</button>
<p class="hint">${terms.next_step}</p>
</form>
!${shop === undefined ? '' : html`<p class="leave" data-back><a href="${shop}">${texts.form.leave}</a></p>`}`;
  return renderFrame({ page, locale, title: terms.title, body, step: 'choice', scripts: ['form.js'] });
}

/** The site's own name beside what a merchant calls itself: the one of the two that a browser would show too. */
function siteName({ document }: CheckoutPage): string {
  const site = webAddress(document.site_url);
  return site === undefined ? '' : html` <span class="site">${site.host}</span>`;
}

function failureNotice(failure: string, { locale }: FormView): string {
  const texts = TEXTS[locale];
  return html`<div class="alert" role="alert">
<h2>${texts.form.failed_title}</h2>
<p>${failureSentence(texts, failure)}</p>
<p>${texts.form.failed_forward}</p>
</div>`;
}

function errorSummary({ locale, errors }: FormView): string {
  const wrong = FORM_FIELDS.filter((field) => errors[field] !== undefined);
  if (wrong.length === 0) return '';
  const links = wrong.map((field) => html`<li><a href="#${field}">${errors[field]}</a></li>`);
  return html`<div class="alert" role="alert"><h2>${TEXTS[locale].form.invalid_title}</h2><ul>!${links}</ul></div>`;
}
