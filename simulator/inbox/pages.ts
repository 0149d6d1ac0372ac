import { html } from 'ghtml';
import type { Message, MessageListing, MessageSummary } from './message-store.ts';

function page(title: string, body: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
!${body}
</body>
</html>`;
}

function row(message: MessageSummary): string {
  return html`<tr>
<td><a href="/messages/${message.id}">${message.subject || '(no subject)'}</a></td>
<td>${message.to}</td>
<td>${message.from}</td>
<td><time datetime="${message.received_at}">${instantText(message.received_at)}</time></td>
</tr>`;
}

/** The messages, newest first, and the search by recipient. */
export function listPage({ data, has_more }: MessageListing, to: string | undefined): string {
  const last = data.at(-1);
  const older = last && has_more ? `/?${new URLSearchParams({ ...(to === undefined ? {} : { to }), after: last.id })}` : undefined;
  return page(
    'Inbox',
    html`<header><h1>Inbox</h1></header>
<main>
<form action="/" method="get" role="search">
<label for="to">Recipient</label>
<input id="to" name="to" type="search" value="${to ?? ''}" autocomplete="off">
<button type="submit">Search</button>
!${to === undefined ? '' : html`<a href="/">Show all</a>`}
</form>
!${
      data.length === 0
        ? html`<p>${to === undefined ? 'No message has come yet.' : 'No message for this recipient.'}</p>`
        : html`<table>
<caption class="quiet">Messages, newest first</caption>
<thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">From</th><th scope="col">Received</th></tr></thead>
<tbody>!${data.map(row).join('\n')}</tbody>
</table>`
    }
!${older === undefined ? '' : html`<p><a href="${older}" rel="next">Older messages</a></p>`}
</main>`,
  );
}

/** One message: its headers, its text with links to follow, its HTML in a frame that may do nothing but open links. */
export function messagePage(message: Message): string {
  const title = message.subject || '(no subject)';
  const headers = Object.entries(message.headers).map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`);
  return page(
    title,
    html`<nav aria-label="Back"><a href="/">Inbox</a></nav>
<main>
<h1>${title}</h1>
<p>From ${message.from}<br>To ${message.to}<br>Received <time datetime="${message.received_at}">${instantText(message.received_at)}</time></p>
!${
      message.html === null
        ? ''
        : html`<h2>HTML</h2>
<iframe title="HTML of the message" src="/messages/${message.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>`
    }
<h2>Text</h2>
<pre>!${withLinks(message.text)}</pre>
<details><summary>Headers</summary><table><tbody>!${headers.join('\n')}</tbody></table></details>
</main>`,
  );
}

export function problemPage(title: string): string {
  return page(title, html`<main><h1>${title}</h1><p><a href="/">Inbox</a></p></main>`);
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

function instantText(instant: string): string {
  return instant.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}
