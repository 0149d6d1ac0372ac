import { html } from 'ghtml';
import { LIVE_SCRIPT_TAG, liveStatus } from '../live/live.ts';
import type { Language } from '../visitor.ts';
import type { Message, MessageListing, MessageSummary } from './message-store.ts';
import { STYLE_URL } from './style.ts';
import { INBOX_TEXTS, instantText } from './texts.ts';

/** Gently: a mail is waited for by people, not by programs. */
const LOOK_SECONDS = 4;

interface InboxPage {
  readonly language: Language;
  readonly title: string;
  /** HTML, escaped already. */
  readonly body: string;
  /** What the page's address carries, so that the same page can be had in the other language. */
  readonly query?: Record<string, string>;
  readonly live?: boolean;
}

function page({ language, title, body, query = {}, live = false }: InboxPage): string {
  const texts = INBOX_TEXTS[language];
  const other = language === 'fr' ? 'en' : 'fr';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === texts.title ? title : `${title} – ${texts.title}`}</title>
<link rel="stylesheet" href="${STYLE_URL}">
!${live ? LIVE_SCRIPT_TAG : ''}
</head>
<body>
<a class="skip" href="#content">${texts.skip}</a>
<header><div class="wide"><a class="name" href="/"><svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
<rect x="2" y="6" width="28" height="20" rx="3" fill="#fff"/><path d="M3 8l13 10L29 8" fill="none" stroke="#1f4e8c" stroke-width="2.500"/></svg>${texts.title}</a>
<a href="?${new URLSearchParams({ ...query, lang: other })}" hreflang="${other}" lang="${other}">${texts.other_language}</a></div></header>
<main id="content">!${body}</main>
</body>
</html>`;
}

function entry(message: MessageSummary, language: Language): string {
  const texts = INBOX_TEXTS[language];
  return html`<li data-key="${message.id}" data-news="${message.subject}"><a href="/messages/${message.id}">${message.subject || texts.no_subject}</a>
<span class="people"><span class="quiet">${texts.to}</span> ${message.to}</span>
<span class="people quiet">${texts.from} ${message.from}</span>
<time datetime="${message.received_at}">${instantText(message.received_at, language)}</time></li>`;
}

export interface ListView {
  readonly language: Language;
  readonly listing: MessageListing;
  readonly to: string | undefined;
  /** Further back than the newest: nothing new can appear. */
  readonly after: number | undefined;
}

/** The messages, newest first, and the search by recipient. */
export function listPage({ language, listing: { data, has_more }, to, after }: ListView): string {
  const texts = INBOX_TEXTS[language];
  const query = { ...(to === undefined ? {} : { to }), ...(after === undefined ? {} : { after: String(after) }) };
  const last = data.at(-1);
  const older = last && has_more ? `/?${new URLSearchParams({ ...query, after: last.id })}` : undefined;
  const none = html`<p class="none">${to === undefined ? texts.none : texts.none_for}</p>`;
  const entries = data.map((message) => entry(message, language)).join('\n');
  const live = after === undefined;
  const body = html`<h1>${texts.title}</h1>
<p class="quiet">${texts.about}</p>
!${live ? liveStatus(texts.live, { seconds: LOOK_SECONDS }) : ''}
<form action="/" method="get" role="search">
<label for="to">${texts.recipient}</label>
<input id="to" name="to" type="search" value="${to ?? ''}" autocomplete="off">
<button type="submit">${texts.search}</button>
!${to === undefined ? '' : html`<a href="/">${texts.show_all}</a>`}
</form>
<div id="messages" !${live ? 'data-live' : ''}>!${data.length === 0 ? none : html`<ul class="messages" aria-label="${texts.list}">!${entries}</ul>`}
!${older === undefined ? '' : html`<p><a href="${older}" rel="next">${texts.older}</a></p>`}</div>`;
  return page({ language, title: texts.title, body, query, live });
}

/** One message: its HTML in a frame that may do nothing but open links, its text with links to follow, its headers. */
export function messagePage(message: Message, language: Language): string {
  const texts = INBOX_TEXTS[language];
  const title = message.subject || texts.no_subject;
  const source = `/messages/${message.id}/html`;
  const headers = Object.entries(message.headers).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  const looks = html`<section aria-labelledby="looks"><h2 id="looks">${texts.html_part}</h2>
<iframe title="${texts.html_frame}" src="${source}" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>
<p><a href="${source}" target="_blank" rel="noopener noreferrer">${texts.html_alone}</a></p></section>`;
  const body = html`<nav aria-label="${texts.back}"><a href="/">‹ ${texts.title}</a></nav>
<h1>${title}</h1>
<dl class="envelope"><div><dt>${texts.from}</dt><dd>${message.from}</dd></div><div><dt>${texts.to}</dt><dd>${message.to}</dd></div>
<div><dt>${texts.received}</dt><dd><time datetime="${message.received_at}">${instantText(message.received_at, language)}</time></dd></div></dl>
!${message.html === null ? '' : looks}
<section aria-labelledby="text"><h2 id="text">${texts.text_part}</h2>
<pre>!${withLinks(message.text)}</pre></section>
<details><summary>${texts.headers}</summary><dl>!${headers.join('\n')}</dl></details>`;
  return page({ language, title, body });
}

export function problemPage(title: string, language: Language): string {
  const body = html`<h1>${title}</h1><p><a href="/">${INBOX_TEXTS[language].title}</a></p>`;
  return page({ language, title, body });
}

/** Links of the mail open beside the inbox, for the frame may not leave it. */
export function framedHtml(source: string): string {
  const base = '<base target="_blank">';
  const opening = /<head(?:\s[^>]*)?>/i.exec(source);
  if (!opening) return base + source;
  const end = opening.index + opening[0].length;
  return source.slice(0, end) + base + source.slice(end);
}

function withLinks(text: string): string {
  // Odd parts are the addresses that the pattern captured.
  return text
    .split(/(https?:\/\/[^\s<>"')\]]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noopener noreferrer">${part}</a>` : html`${part}`))
    .join('');
}
