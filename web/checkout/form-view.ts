import { html } from 'ghtml';
import type { CheckoutPage } from '../../usecases/types.ts';
import { renderPage, sheet } from '../layout.ts';
import { wayBack } from '../links.ts';
import { failureSentence, TEXTS } from '../texts/index.ts';
import { FORM_FIELDS } from '../texts/texts.ts';
import { consentField, emailField, type FormView, ispField, offerField, quantityField } from './fields.ts';
import { saleOf } from './sale.ts';
import { saleTerms, termsShown } from './terms.ts';

/** The open checkout: what is sold, what is left to choose, and why the last try failed if there was one. */
export function renderForm(page: CheckoutPage, { failure, ...view }: FormView & { failure: string | null }): string {
  const { locale } = view;
  const texts = TEXTS[locale];
  const sale = saleOf(page.document);
  const is_one_shot = sale.kind === 'one_shot';
  const terms = saleTerms(page, locale);
  const path = `/checkout/${page.checkout.id}`;
  const shop = wayBack(page);
  const body = html`<h1>${terms.title}</h1>
<p class="sold"><strong>${terms.service}</strong><br>${terms.sold_by}</p>
!${failure === null ? '' : failureNotice(failure, view)}
!${errorSummary(view)}
<form method="post" action="${path}?lang=${locale}">
!${is_one_shot ? quantityField(sale, view) : offerField(sale.offers, view)}
!${emailField(is_one_shot ? texts.form.email_hint_codes : texts.form.email_hint_subscription, view)}
!${ispField(terms, view)}
!${is_one_shot ? '' : consentField(terms, view)}
!${is_one_shot ? '' : html`<input type="hidden" name="terms" value="${termsShown(page, locale)}">`}
<button type="submit">${terms.confirm}</button>
<p class="hint">${terms.next_step}</p>
</form>
!${shop === undefined ? '' : html`<p><a href="${shop}">${texts.form.leave}</a></p>`}`;
  return renderPage({ locale, title: terms.title, body: sheet(body), path, is_test: page.document.mode === 'test' });
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
