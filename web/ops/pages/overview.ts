import { html } from 'ghtml';
import type { OverviewView } from '../../../usecases/oversight/types.ts';
import { instantMarkup } from '../formats.ts';
import { type Frame, renderOpsPage } from '../layout.ts';
import { renderConcerns } from './concerns.ts';
import { ispTable } from './isps.ts';

/** What needs a person now comes first; how things stand follows. */
export function renderOverview(view: OverviewView, frame: Frame): string {
  const { counts } = view;
  const tiles: [count: number, label: string, path: string][] = [
    [counts.doubts, 'charges in doubt', '/ops/doubts'],
    [counts.refunds_in_doubt, 'refunds in doubt', '/ops/doubts'],
    [counts.discrepancies, 'open discrepancies', '/ops/discrepancies'],
    [counts.callbacks_retrying, 'callbacks retrying', '/ops/deliveries'],
    [counts.letters_failed, 'letters given up', '/ops/deliveries'],
  ];
  const body = html`<div class="head"><h1>Overview</h1><p class="quiet">As of !${instantMarkup(view.now)}, Paris. <a href="/ops">Look again</a></p></div>
<section aria-labelledby="now"><h2 id="now">What needs a person now</h2>
!${renderConcerns(view.concerns)}
</section>
<section aria-labelledby="stands"><h2 id="stands">How things stand</h2>
<ul class="tiles">!${tiles.map(([count, label, path]) => html`<li><a href="${path}"><strong>${String(count)}</strong> ${label}</a></li>`)}</ul>
</section>
<section aria-labelledby="isps"><h2 id="isps">The ISPs in the last hour</h2>
!${ispTable(view.isps)}
</section>`;
  return renderOpsPage({ title: 'Overview', body, path: '/ops', frame });
}
