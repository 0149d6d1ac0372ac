import { html } from 'ghtml';
import type { Locale } from '../../../domain/subscriptions.ts';
import { instantText } from './format.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'quiet';

/** A word about how something stands; the colour only helps. */
export function badge(tone: Tone, word: string): string {
  return html`<span class="badge ${tone}">${word}</span>`;
}

/** `value` is markup. */
export type Fact = { label: string; value: string };

export function facts(list: readonly (Fact | undefined)[]): string {
  const rows = list.flatMap((fact) => (fact === undefined ? [] : [html`<div><dt>${fact.label}</dt><dd>!${fact.value}</dd></div>`]));
  return html`<dl class="c-facts">!${rows}</dl>`;
}

/** What belongs together, under a heading. `content` is markup. */
export function card(title: string, content: string, { actions = '' }: { actions?: string } = {}): string {
  return html`<section class="c-card"><div class="c-card-head"><h2>${title}</h2>!${actions}</div>!${content}</section>`;
}

/** Stands in a cell that has nothing; a phone leaves the cell out. */
export const NOTHING = '<span class="c-none">–</span>';

/** An instant that a machine can read too. */
export function time(instant: Date, locale: Locale): string {
  return html`<time datetime="${instant.toISOString()}">${instantText(instant, locale)}</time>`;
}

/** An id or an address in letters of one width. */
export function code(text: string): string {
  return html`<code>${text}</code>`;
}

export function link(href: string, text: string): string {
  return html`<a href="${href}">${text}</a>`;
}
