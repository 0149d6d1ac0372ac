import { html } from 'ghtml';

/** What every page of a signed-in operator carries. */
export type Frame = { form_token: string };

export type OpsPage = {
  title: string;
  /** Markup, escaped already. */
  body: string;
  /** Of PAGES; undefined for one that is reached from others. */
  path?: string;
  /** Absent where nobody is signed in. */
  frame?: Frame | undefined;
};

const PAGES: readonly [path: string, title: string][] = [
  ['/ops', 'Overview'],
  ['/ops/doubts', 'Doubts'],
  ['/ops/discrepancies', 'Discrepancies'],
  ['/ops/isps', 'ISPs'],
  ['/ops/deliveries', 'Deliveries'],
];

/** A whole page. Its texts are escaped by the templates; only markup made by them is passed through. */
export function renderOpsPage({ title, body, path, frame }: OpsPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Internet+ operations</title>
<link rel="stylesheet" href="/ops/ops.css">
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header class="top">
<a class="brand" href="/ops">Internet+ <span>operations</span></a>
!${frame === undefined ? '' : tools(frame)}
</header>
!${frame === undefined ? '' : navigation(path)}
<main id="main">
!${body}
</main>
</body>
</html>
`;
}

function tools(frame: Frame): string {
  return html`<form class="find" role="search" action="/ops/find">
<label class="unseen" for="find-name">Id or reference</label>
<input id="find-name" name="name" type="search" placeholder="pur_… sub_… chg_… or a reference" autocomplete="off" spellcheck="false" maxlength="120" required>
<button type="submit">Look up</button>
</form>
<form class="leave" method="post" action="/ops/sign-out">!${tokenField(frame)}<button class="plain" type="submit">Sign out</button></form>`;
}

function navigation(current: string | undefined): string {
  const links = PAGES.map(
    ([path, title]) => html`<li><a href="${path}" !${path === current ? 'aria-current="page"' : ''}>${title}</a></li>`,
  );
  return html`<nav class="pages" aria-label="Pages"><ul>!${links}</ul></nav>`;
}

/** Goes into each form that changes anything. */
export function tokenField({ form_token }: Frame): string {
  return html`<input type="hidden" name="form_token" value="${form_token}">`;
}

export type Tone = 'bad' | 'warn' | 'good' | 'calm';

/** A word with a colour; the word says it all. */
export function badge(text: string, tone: Tone): string {
  return html`<span class="badge ${tone}">${text}</span>`;
}

export function notice(text: string, tone: Tone = 'good'): string {
  return html`<p class="notice ${tone}" role="status">${text}</p>`;
}
