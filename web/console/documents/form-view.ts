import { html } from 'ghtml';
import { OFFER_CEILING_CENTS } from '../../../domain/offers.ts';
import { LOCALES } from '../../../domain/subscriptions.ts';
import type { DocumentView } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { card, code, facts, time } from '../kit/blocks.ts';
import { selectField, textField } from '../kit/fields.ts';
import { moneyText } from '../kit/format.ts';
import { WORDS } from '../texts/words.ts';
import { callbackCard } from './callback-card.ts';
import type { DocumentField, DocumentValues } from './form-values.ts';
import { lifeCard } from './life-view.ts';
import { DOCUMENTS_PATH } from './list-view.ts';
import { DOCUMENTS } from './texts.ts';

/** `id` is of the document, or of the one that the form makes; `versions` is markup. */
export type DocumentForm = {
  id: string;
  values: DocumentValues;
  wrong?: readonly DocumentField[];
  document?: DocumentView;
  versions?: string;
};

/** The form beside what a buyer would see of it. */
export function renderDocumentForm(visit: Visit, form: DocumentForm): string {
  const { locale } = visit;
  const texts = DOCUMENTS[locale];
  const { document } = form;
  const address = `${DOCUMENTS_PATH}/preview?${previewQuery(form.values)}`;
  const names = texts.facts;
  const about = document
    ? facts([
        { label: names.id, value: code(document.id) },
        { label: names.created, value: time(document.created_at, locale) },
        { label: names.changed, value: time(document.updated_at, locale) },
      ])
    : '';
  const preview = html`<p class="quiet">${texts.preview_hint}</p>
<div class="c-preview" inert><iframe sandbox src="${address}" title="${texts.preview_title}" data-preview></iframe></div>`;
  return html`<div class="c-columns c-even"><div>!${card(texts.form, html`!${about}!${fieldsForm(visit, form)}`)}</div>
<div>!${document ? html`!${lifeCard(visit, document)}!${callbackCard(visit, document)}` : ''}!${card(texts.preview, preview)}</div></div>
!${form.versions === undefined ? '' : html`<div class="c-next">!${form.versions}</div>`}`;
}

function fieldsForm(visit: Visit, form: DocumentForm): string {
  const { locale, session } = visit;
  const texts = DOCUMENTS[locale];
  const { values, document, wrong = [] } = form;
  const error = (field: DocumentField) => (wrong.includes(field) ? texts.wrong[field] : undefined);
  const action = document ? `${DOCUMENTS_PATH}/${document.id}` : `${DOCUMENTS_PATH}/new`;
  const languages = LOCALES.map((value) => ({ value, label: texts.locales[value] }));
  return html`<form method="post" action="${action}" novalidate data-once data-previewed>
!${csrfField(session)}<input type="hidden" name="id" value="${form.id}"><input type="hidden" name="kind" value="${values.kind}">
!${textField({ name: 'name', label: texts.name, hint: texts.name_hint, value: values.name, error: error('name'), is_required: true, length_max: 120 })}
!${textField({ name: 'site_url', type: 'url', label: texts.site_url, value: values.site_url, error: error('site_url'), is_required: true })}
!${selectField({ name: 'locale', label: texts.locale, value: values.locale, choices: languages })}
!${values.kind === 'one_shot' ? priceFields(values, locale, error) : offerFields(values, locale, error('offers'))}
!${textField({ name: 'callback_url', type: 'url', label: texts.callback_url, hint: texts.callback_hint, value: values.callback_url, error: error('callback_url') })}
<p class="c-buttons"><button>${document ? texts.save : texts.create_button}</button>
<button class="c-second" name="preview" value="yes">${texts.refresh}</button></p>
</form>`;
}

function priceFields(values: DocumentValues, locale: Visit['locale'], error: (field: DocumentField) => string | undefined): string {
  const texts = DOCUMENTS[locale];
  return html`!${textField({ name: 'price', label: texts.price, hint: texts.price_hint, value: values.price, error: error('price'), is_required: true, keys: 'decimal' })}
!${textField({ name: 'max_codes', label: texts.max_codes, hint: texts.max_codes_hint, value: values.max_codes, error: error('max_codes'), is_required: true, keys: 'numeric' })}`;
}

function offerFields({ offers }: DocumentValues, locale: Visit['locale'], error: string | undefined): string {
  const texts = DOCUMENTS[locale];
  const lines = offers.map(
    ({ period, price }, index) => html`<input type="hidden" name="period_${String(index)}" value="${period}">
!${textField({
      name: `price_${index}`,
      label: texts.offer_price(WORDS[locale].period[period]),
      hint: texts.ceiling(moneyText(OFFER_CEILING_CENTS[period], locale)),
      value: price,
      keys: 'decimal',
    })}`,
  );
  return html`<fieldset class="field"><legend>${texts.offers}</legend><p class="hint">${texts.offers_hint}</p>
!${error === undefined ? '' : html`<p class="error" role="alert">${error}</p>`}!${lines}</fieldset>`;
}

/** What the preview is to show, as the query that it is asked by; the page's script makes the same of the form. */
export function previewQuery(values: DocumentValues): string {
  const { kind, name, site_url, locale, price, max_codes, offers } = values;
  const lines = offers.flatMap((offer, index) => [
    [`period_${index}`, offer.period],
    [`price_${index}`, offer.price],
  ]);
  return new URLSearchParams([
    ...Object.entries({ kind, name, site_url, locale, price, max_codes }),
    ...(lines as [string, string][]),
  ]).toString();
}
