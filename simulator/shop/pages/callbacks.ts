import { html } from 'ghtml';
import { liveStatus } from '../../live/live.ts';
import type { ReceivedCallback } from '../store.ts';
import { instantText, type Language, priceText, TEXTS } from '../texts.ts';
import { layout } from './layout.ts';

/** How often the page looks; a demonstration is watched as it happens. */
export const LOOK_SECONDS = 2;

export type ReceivedView = {
  language: Language;
  object: string | undefined;
  /** The last callback of the page before. */
  after: string | undefined;
  callbacks: ReceivedCallback[];
  has_more: boolean;
};

/** What the callbacks said, for people: all of them newest first, those of one purchase or subscription in the order of its life. */
export function receivedPage({ language, object, after, callbacks, has_more }: ReceivedView): string {
  const texts = TEXTS[language];
  const query = { ...(object === undefined ? {} : { object }), ...(after === undefined ? {} : { after }) };
  const last = callbacks.at(-1);
  const next =
    last && has_more
      ? html`<p><a href="/received?${new URLSearchParams({ ...query, after: last.webhook_id })}">${texts.received_next}</a></p>`
      : '';
  const none = html`<p>${texts.received_none}</p><p class="hint">${texts.received_none_hint}</p>`;
  const about = object === undefined ? texts.received_intro : texts.received_order;
  const body = html`<h1>${texts.received}</h1>
<p>${about}</p>
!${liveStatus(texts.live, { seconds: LOOK_SECONDS })}
<form class="search" action="/received" method="get" role="search">
<label for="object">${texts.search_object}</label>
<div class="row"><input id="object" name="object" type="search" value="${object ?? ''}" maxlength="100" autocomplete="off">
<button type="submit">${texts.search}</button></div>
!${object === undefined ? '' : html`<a href="/received">${texts.received_all}</a>`}
</form>
<div class="panel" id="received" data-live>!${callbacks.length === 0 ? none : callbackTable(callbacks, language)}!${next}</div>`;
  return layout({ language, title: texts.received, body, query, live: true });
}

/** On phones its rows become cards; the roles keep it a table for who does not see it. */
export function callbackTable(callbacks: ReceivedCallback[], language: Language): string {
  const texts = TEXTS[language];
  const columns = [texts.column_number, texts.column_type, texts.column_object, texts.column_amount, texts.column_received];
  return html`<table role="table">
<thead><tr role="row">!${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}</tr></thead>
<tbody>!${callbacks.map((callback) => callbackRow(callback, language))}</tbody>
</table>`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function amountOf(amount: unknown, language: Language): string {
  return typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0 ? priceText(amount, language) : '';
}

function objectCell(data: ReceivedCallback['data'], texts: (typeof TEXTS)[Language]): string {
  const object = textOf(data.purchase ?? data.subscription);
  const sequence = typeof data.sequence === 'number' ? html`<small>${texts.column_sequence} ${data.sequence}</small>` : '';
  const link = object === '' ? '' : html`<a href="/received?${new URLSearchParams({ object })}">${object}</a>`;
  return html`!${link}<small>${textOf(data.reference)}</small>!${sequence}`;
}

function callbackRow({ webhook_id, number, type, data, received_at, deliveries }: ReceivedCallback, language: Language): string {
  const texts = TEXTS[language];
  return html`<tr role="row" data-key="${webhook_id}" data-news="${type}">
<td role="cell">${number}</td>
<td role="cell"><strong>${type}</strong><span class="signed">${texts.signed}</span></td>
<td role="cell">!${objectCell(data, texts)}
<details><summary>${texts.show_data}</summary><pre>${JSON.stringify(data, null, 2)}</pre></details></td>
<td role="cell" class="amount">${amountOf(data.amount, language)}</td>
<td role="cell"><time datetime="${received_at}">${instantText(received_at, language)}</time><small>${texts.column_deliveries} : ${deliveries}</small></td>
</tr>`;
}
