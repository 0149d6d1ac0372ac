import { html } from 'ghtml';
import type { Checkout } from '../billing-api.ts';
import type { ReceivedCallback } from '../store.ts';
import { instantText, type Language, priceText, TEXTS } from '../texts.ts';
import { layout } from './layout.ts';

export type ReturnView = { language: Language; client_reference: string; checkout: Checkout; callbacks: ReceivedCallback[] };

/** Where the buyer comes back to from the checkout; its own state is asked of the API, never taken from the address. */
export function returnPage({ language, client_reference, checkout, callbacks }: ReturnView): string {
  const texts = TEXTS[language];
  const title = texts[`return_${checkout.status}`];
  const body = html`<h1>${title}</h1>
<p>${texts[`return_${checkout.status}_detail`]}</p>
!${checkout.status === 'open' ? html`<p><a class="button" href="${checkout.url}">${texts.return_resume}</a></p>` : ''}
<p class="quiet">${texts.order} ${client_reference}</p>
!${callbacks.length === 0 ? '' : html`<p>${texts.notified}:</p>!${callbackTable(callbacks, language)}`}
<p><a href="/">${texts.home}</a></p>`;
  return layout({ language, title, body, query: { order: client_reference } });
}

export type ReceivedView = { language: Language; object: string | undefined; callbacks: ReceivedCallback[] };

/** What the callbacks said, for people. */
export function receivedPage({ language, object, callbacks }: ReceivedView): string {
  const texts = TEXTS[language];
  const body = html`<h1>${texts.received}</h1>
<p>${texts.received_intro}</p>
<form action="/received" method="get" role="search">
<label for="object">${texts.search_object}</label>
<input id="object" name="object" type="search" value="${object ?? ''}" maxlength="100" autocomplete="off">
<button type="submit">${texts.search}</button>
</form>
!${callbacks.length === 0 ? html`<p>${texts.received_none}</p>` : callbackTable(callbacks, language)}`;
  return layout({ language, title: texts.received, body, query: object === undefined ? {} : { object } });
}

function callbackTable(callbacks: ReceivedCallback[], language: Language): string {
  const texts = TEXTS[language];
  const columns = [
    texts.column_type,
    texts.column_object,
    texts.column_amount,
    texts.column_reference,
    texts.column_received,
    texts.column_deliveries,
  ];
  return html`<table>
<thead><tr>!${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>!${callbacks.map((callback) => callbackRow(callback, language))}</tbody>
</table>`;
}

function callbackRow({ type, data, received_at, deliveries }: ReceivedCallback, language: Language): string {
  const { amount, reference } = data;
  const object = data.purchase ?? data.subscription;
  return html`<tr>
<td>${type}</td>
<td>${typeof object === 'string' ? object : ''}</td>
<td>${typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0 ? priceText(amount, language) : ''}</td>
<td>${typeof reference === 'string' ? reference : ''}</td>
<td><time datetime="${received_at}">${instantText(received_at, language)}</time></td>
<td>${deliveries}</td>
</tr>`;
}
