import { readFileSync } from 'node:fs';
import type { RequestHandler } from 'express';
import { html } from 'ghtml';

const script = readFileSync(new URL('./live.js', import.meta.url), 'utf8');

/** Serves the script that keeps a page's marked regions fresh; without it they are as old as the page. */
export const serveLiveScript: RequestHandler = (_request, response) => {
  response.type('text/javascript').set('Cache-Control', 'no-cache').send(script);
};

export interface LiveWords {
  /** All is well; the connection is lost; it was stopped by hand. */
  readonly on: string;
  readonly off: string;
  readonly paused: string;
  readonly pause: string;
  readonly resume: string;
  /** For pages without script. */
  readonly reload: string;
}

/** Where news come from: an address of Server-Sent Events, or a pause in seconds between questions. */
export type LiveSource = { readonly events: string } | { readonly seconds: number };

/** The line that says whether the page updates by itself, with the button that stops it; without script a link that loads the page again. */
export function liveStatus(words: LiveWords, source: LiveSource): string {
  const from = 'events' in source ? html`data-events="${source.events}"` : html`data-seconds="${source.seconds}"`;
  return html`<p class="live" data-live-status hidden !${from} data-on="${words.on}" data-off="${words.off}" data-paused="${words.paused}"
 data-pause="${words.pause}" data-resume="${words.resume}"></p>
<noscript><p class="live"><a href="">${words.reload}</a></p></noscript>`;
}

/** Goes into the head of a page with a live status. */
export const LIVE_SCRIPT_TAG = '<script src="/live.js" defer></script>';
