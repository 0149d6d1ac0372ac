import { html } from 'ghtml';
import { liveStatus } from '../../live/live.ts';
import type { Checkout } from '../billing-api.ts';
import type { ReceivedCallback } from '../store.ts';
import { type Language, TEXTS } from '../texts.ts';
import { callbackTable, LOOK_SECONDS } from './callbacks.ts';
import { layout } from './layout.ts';

export type ReturnView = { language: Language; client_reference: string; checkout: Checkout; callbacks: ReceivedCallback[] };

/** Where the buyer comes back to from the checkout; its own state is asked of the API, never taken from the address. */
export function returnPage({ language, client_reference, checkout, callbacks }: ReturnView): string {
  const texts = TEXTS[language];
  const title = texts[`return_${checkout.status}`];
  const body = html`<div class="panel"><h1>${title}</h1>
<p>${texts[`return_${checkout.status}_detail`]}</p>
<p class="hint">${texts.order} ${client_reference}</p>
<div id="confirmed" data-live>!${callbacks.length === 0 ? '' : html`<h2>${texts.notified}</h2>!${callbackTable(callbacks, language)}`}</div>
!${liveStatus(texts.live, { seconds: LOOK_SECONDS })}
<p class="ways-on">!${checkout.status === 'open' ? html`<a class="button" href="${checkout.url}">${texts.return_resume}</a> ` : ''}<a class="button quiet" href="/">${texts.home}</a></p></div>`;
  return layout({ language, title, body, query: { order: client_reference }, live: true });
}
