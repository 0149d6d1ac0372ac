import { html } from 'ghtml';
import { PROBLEM_CODES, type ProblemCode, problems, problemType } from '../problems.ts';
import { renderPage, renderProse } from './layout.ts';

/** The page behind the `type` of a problem. */
export function renderProblem(code: ProblemCode): string {
  const { status, title, meaning } = problems[code];
  return renderPage(
    title,
    html`<p><a href="/docs">API</a> · <a href="/docs/problems">Problems</a></p>
<h1>${title}</h1>
<p>Status <code>${status}</code>, code <code>${code}</code></p>
<p>!${renderProse(meaning)}</p>`,
  );
}

export function renderProblemList(): string {
  const rows = PROBLEM_CODES.map((code) => {
    const { status, title } = problems[code];
    return html`<tr><td><a href="${problemType(code)}"><code>${code}</code></a></td><td>${status}</td><td>${title}</td></tr>`;
  });
  return renderPage(
    'Problems',
    html`<p><a href="/docs">API</a></p>
<h1>Problems</h1>
<table><thead><tr><th>Code</th><th>Status</th><th>Title</th></tr></thead><tbody>!${rows}</tbody></table>`,
  );
}
