import { html } from 'ghtml';
import type { DocumentView } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { csrfField } from '../csrf.ts';
import { card, facts, time } from '../kit/blocks.ts';
import { DOCUMENT_LIFE } from './life-texts.ts';

/** Whether the document is sold, and the way to the other: an end of sales is asked for twice, without a script. */
export function lifeCard({ locale, session }: Visit, { id, archived_at }: DocumentView): string {
  const texts = DOCUMENT_LIFE[locale];
  const form = (act: 'archive' | 'unarchive', button: string) =>
    html`<form method="post" action="/console/documents/${id}/${act}" data-once>!${csrfField(session)}!${button}</form>`;
  if (archived_at === null) {
    const button = html`<button class="c-danger">${texts.archive_button}</button>`;
    const question = html`<details class="c-end c-wide"><summary>${texts.archive}</summary><p>${texts.archive_question}</p>!${form('archive', button)}</details>`;
    return card(texts.sale, question);
  }
  const since = facts([{ label: texts.archived_since, value: time(archived_at, locale) }]);
  const button = html`<button class="c-second">${texts.unarchive}</button>`;
  return card(texts.archived, html`!${since}<p>${texts.archived_text}</p>!${form('unarchive', button)}`);
}
