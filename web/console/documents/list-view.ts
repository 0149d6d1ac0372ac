import { html } from 'ghtml';
import { maySellSubscriptions } from '../../../domain/offers.ts';
import type { DocumentView, Listing } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { badge, card, code, link, NOTHING } from '../kit/blocks.ts';
import { dayText, moneyText } from '../kit/format.ts';
import { dataTable, pager } from '../kit/table.ts';
import { WORDS } from '../texts/words.ts';
import { DOCUMENT_LIFE } from './life-texts.ts';
import { DOCUMENTS } from './texts.ts';

export const DOCUMENTS_PATH = '/console/documents';

/** Archived documents have a list of their own. */
export function isArchivedList({ query }: Visit): boolean {
  return query.archived === 'yes';
}

export function renderDocuments(visit: Visit, { data, has_more }: Listing<DocumentView>): string {
  const { locale, query } = visit;
  const texts = DOCUMENTS[locale];
  const { columns } = texts;
  const is_archived = isArchivedList(visit);
  const life = DOCUMENT_LIFE[locale];
  const table = dataTable({
    caption: is_archived ? life.archived_title : texts.title,
    columns: [
      { label: columns.name },
      { label: columns.kind },
      { label: columns.price },
      { label: columns.callback },
      { label: is_archived ? life.archived_since : columns.changed },
    ],
    empty: is_archived ? life.archived_empty : texts.empty,
    rows: data.map((document) => [
      link(`${DOCUMENTS_PATH}/${document.id}`, document.name),
      badge('quiet', texts.kinds[document.kind]),
      html`${pricesText(document, locale)}`,
      document.callback_url === null ? NOTHING : code(document.callback_url),
      dayText(document.archived_at ?? document.updated_at, locale),
    ]),
  });
  return html`!${table}!${pager({ locale, path: DOCUMENTS_PATH, query, last_id: data.at(-1)?.id, has_more })}
!${is_archived ? '' : html`<p>!${link(`${DOCUMENTS_PATH}?archived=yes`, life.archived_link)}</p>`}!${closedRebilling(visit)}`;
}

/** `5,00 € par semaine · 10,00 € par mois`. */
function pricesText({ kind, price_cents, max_codes, offers }: DocumentView, locale: Visit['locale']): string {
  if (kind === 'one_shot') return DOCUMENTS[locale].codes_at(moneyText(price_cents ?? 0n, locale), max_codes ?? 0);
  return offers.map((offer) => WORDS[locale].per_period[offer.period](moneyText(offer.price_cents, locale))).join(' · ');
}

/** Ways to new documents; of subscriptions only where they may be sold. */
export function createLinks({ locale, scope }: Visit): string {
  const { create } = DOCUMENTS[locale];
  const kinds = maySellSubscriptions(scope.tier) ? (['one_shot', 'rebilling'] as const) : (['one_shot'] as const);
  return kinds.map((kind) => html`<a class="button" href="${DOCUMENTS_PATH}/new?kind=${kind}">${create[kind]}</a>`).join('');
}

/** Why a standard merchant sells no subscriptions, said rather than hidden. */
export function closedRebilling({ locale, scope }: Visit): string {
  if (maySellSubscriptions(scope.tier)) return '';
  const { rebilling_closed_title, rebilling_closed } = DOCUMENTS[locale];
  return card(rebilling_closed_title, html`<p>${rebilling_closed}</p>`);
}
