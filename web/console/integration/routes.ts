import { html } from 'ghtml';
import type { DocumentView } from '../../../usecases/types.ts';
import type { Area, Visit } from '../area.ts';
import { card } from '../kit/blocks.ts';
import { selectField } from '../kit/fields.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { snippetsFor } from './snippets.ts';
import { INTEGRATION } from './texts.ts';

const DOCUMENTS_MAX = 100;
const ORDER = ['curl', 'node', 'link', 'php', 'validate'] as const;

/** How a merchant's site sells with us, in texts to copy. */
export function addIntegrationPages(area: Area, useCases: ConsoleUseCases, { public_url }: { public_url: string }): void {
  area.get('/integration', async (visit) => {
    const { scope, locale, query } = visit;
    const { data } = await useCases.listDocuments(scope, { limit: DOCUMENTS_MAX, after: undefined, archived: false });
    const document = data.find(({ id }) => id === query.document) ?? data[0];
    const body = document
      ? renderIntegration(visit, { documents: data, document, public_url })
      : html`<p class="c-empty">${INTEGRATION[locale].no_documents}</p>`;
    return { title: INTEGRATION[locale].title, active: 'integration', body };
  });
}

type Shown = { documents: DocumentView[]; document: DocumentView; public_url: string };

function renderIntegration({ locale, scope }: Visit, { documents, document, public_url }: Shown): string {
  const texts = INTEGRATION[locale];
  const snippets = snippetsFor(document, { public_url, mode: scope.mode });
  const choices = documents.map(({ id, name }) => ({ value: id, label: name }));
  const cards = ORDER.map((name) =>
    card(
      texts.steps[name].title,
      html`<p>${texts.steps[name].text}</p><div class="c-copy"><pre class="c-code" tabindex="0"><code>${snippets[name]}</code></pre></div>`,
    ),
  );
  return html`<p class="c-intro">${texts.intro}</p>
<form class="c-filter" method="get" action="/console/integration">
<div class="c-grow">!${selectField({ name: 'document', label: texts.document, value: document.id, choices })}</div>
<p class="c-filter-end"><button>${texts.choose}</button></p></form>
<p class="quiet">${texts.key_hint}</p>
!${cards}
<p><a href="/docs">${texts.reference}</a></p>`;
}
