import { html } from 'ghtml';
import { ISP_NAMES, ISPS } from '../../domain/isps.ts';
import { priceText } from '../../domain/money.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { OfferView } from '../../usecases/types.ts';
import { TEXTS } from '../texts/index.ts';
import type { FormField, IspSource } from '../texts/texts.ts';
import type { FormValues } from './choice.ts';
import type { Sale } from './sale.ts';
import { offerTerms, type SaleTerms } from './terms.ts';

/** `errors` holds a sentence for each field that is to be corrected. */
export type FormView = {
  locale: Locale;
  values: FormValues;
  errors: Partial<Record<FormField, string>>;
  /** How the ISP came to be chosen already, where the buyer did not do it on this page. */
  isp_source?: IspSource | undefined;
};

/** Attributes that tie a control to its hint and, where it is wrong, to the sentence that says so. */
function describedBy(field: FormField, view: FormView, hint: boolean): string {
  const wrong = view.errors[field] !== undefined;
  const ids = [...(hint ? [`${field}-hint`] : []), ...(wrong ? [`${field}-error`] : [])];
  const described = ids.length === 0 ? '' : html` aria-describedby="${ids.join(' ')}"`;
  return html`!${described}!${wrong ? ' aria-invalid="true"' : ''}`;
}

function errorOf(field: FormField, view: FormView): string {
  const sentence = view.errors[field];
  return sentence === undefined ? '' : html`<p class="error" id="${field}-error">${sentence}</p>`;
}

export function quantityField(sale: Extract<Sale, { kind: 'one_shot' }>, view: FormView): string {
  const texts = TEXTS[view.locale].form;
  const totals = sale.quantities.map((quantity) => priceText(sale.price_cents * BigInt(quantity), view.locale));
  const options = sale.quantities.map((quantity, index) => {
    const total = totals[index] ?? '';
    const selected = String(quantity) === view.values.quantity ? ' selected' : '';
    return html`<option value="${String(quantity)}"!${selected}>${texts.quantity_choice(quantity, total)}</option>`;
  });
  return html`<div class="field">
<label for="quantity">${texts.quantity}</label>
<p class="hint" id="quantity-hint">${texts.unit_price(priceText(sale.price_cents, view.locale))}</p>
<div class="stepper" data-fewer="${texts.fewer}" data-more="${texts.more}" data-totals="${totals.join('|')}">
<select id="quantity" name="quantity" required!${describedBy('quantity', view, true)}>!${options}</select>
</div>
!${errorOf('quantity', view)}
</div>`;
}

/** What is to be paid, as one chooses; each choice of the list says it too, so that this line waits for the script that keeps it true. */
export function totalLine(sale: Extract<Sale, { kind: 'one_shot' }>, { locale, values }: FormView): string {
  const quantity = sale.quantities.find((known) => String(known) === values.quantity) ?? 1;
  const total = priceText(sale.price_cents * BigInt(quantity), locale);
  return html`<p class="total" hidden><span>${TEXTS[locale].form.total}</span> <output for="quantity">${total}</output></p>`;
}

export function offerField(offers: OfferView[], view: FormView): string {
  return html`<fieldset class="field" id="offer"!${describedBy('offer', view, false)}>
<legend>${TEXTS[view.locale].form.offers}</legend>
!${offers.map((offer) => offerCard(offer, view))}
!${errorOf('offer', view)}
</fieldset>`;
}

function offerCard(offer: OfferView, { locale, values }: FormView): string {
  const { name, price, year_at_most, ends_any_time } = offerTerms(offer, locale);
  return html`<label class="card">
<input type="radio" name="offer" value="${offer.id}" required!${values.offer === offer.id ? ' checked' : ''}>
<span><strong>${name}</strong>
<span class="price">${price}</span>
<small>${year_at_most}</small>
<small>${ends_any_time}</small></span>
</label>`;
}

export function emailField(hint: string, view: FormView): string {
  return html`<div class="field">
<label for="email">${TEXTS[view.locale].form.email}</label>
<p class="hint" id="email-hint">${hint}</p>
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" autocapitalize="none" spellcheck="false" maxlength="254" required value="${view.values.email}"!${describedBy('email', view, true)}>
<p class="hint" role="status" data-typo="${TEXTS[view.locale].form.email_typo}"></p>
!${errorOf('email', view)}
</div>`;
}

export function ispField({ isp_hint }: SaleTerms, view: FormView): string {
  const choices = ISPS.map((isp) => {
    const checked = view.values.isp === isp ? ' checked' : '';
    return html`<label class="choice"><input type="radio" name="isp" value="${isp}" required!${checked}> <span class="isp isp-${isp}">${ISP_NAMES[isp]}</span></label>`;
  });
  return html`<fieldset class="field" id="isp"!${describedBy('isp', view, true)}>
<legend>${TEXTS[view.locale].form.isp}</legend>
<p class="hint" id="isp-hint">${isp_hint}</p>
<div class="choices">!${choices}</div>
!${view.isp_source === undefined ? '' : html`<p class="hint">${TEXTS[view.locale].form.isp_known[view.isp_source]}</p>`}
!${errorOf('isp', view)}
</fieldset>`;
}

export function consentField({ consent }: SaleTerms, view: FormView): string {
  const checked = view.values.consent ? ' checked' : '';
  return html`<div class="field">
<label class="consent"><input id="consent" type="checkbox" name="consent" value="yes" required!${checked}!${describedBy('consent', view, false)}>
<span>${consent}</span></label>
!${errorOf('consent', view)}
</div>`;
}
