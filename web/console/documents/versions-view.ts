import { html } from 'ghtml';
import type { Locale } from '../../../domain/subscriptions.ts';
import type { DocumentVersionView } from '../../../usecases/document-types.ts';
import type { Listing } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { card, time } from '../kit/blocks.ts';
import { moneyText } from '../kit/format.ts';
import { dataTable, pager } from '../kit/table.ts';
import { WORDS } from '../texts/words.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { DOCUMENT_LIFE, type VersionField } from './life-texts.ts';
import { DOCUMENTS } from './texts.ts';

const VERSIONS_SHOWN = 10;

/** What the document was, newest first: each version with what it changed of the one before. */
export async function versionsCard(visit: Visit, useCases: ConsoleUseCases, id: string): Promise<string> {
  const { locale, scope, query } = visit;
  const texts = DOCUMENT_LIFE[locale];
  // One more than is shown, for what the last one changed.
  const page = { limit: VERSIONS_SHOWN + 1, after: numberOf(query.after) };
  const { data }: Listing<DocumentVersionView> = await useCases.listDocumentVersions(scope, id, page);
  const shown = data.slice(0, VERSIONS_SHOWN);
  const { number, since, changes } = texts.version_columns;
  const table = dataTable({
    caption: texts.versions,
    columns: [{ label: number }, { label: since }, { label: changes }],
    rows: shown.map((version, index) => [
      String(version.number),
      time(version.created_at, locale),
      changesText(version, data[index + 1], locale),
    ]),
  });
  const after: Record<string, string> = query.after === undefined ? {} : { after: query.after };
  const has_more = data.length > VERSIONS_SHOWN;
  const links = pager({ locale, path: `/console/documents/${id}`, query: after, last_id: String(shown.at(-1)?.number ?? ''), has_more });
  return card(texts.versions, html`<p class="quiet">${texts.versions_text}</p>!${table}!${links}`);
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** Markup: a line for each field that is not what it was. */
function changesText(version: DocumentVersionView, before: DocumentVersionView | undefined, locale: Locale): string {
  const texts = DOCUMENT_LIFE[locale];
  if (before === undefined) return html`${texts.first}`;
  const [now, then] = [said(version, locale), said(before, locale)];
  const fields = (Object.keys(now) as VersionField[]).filter((field) => now[field] !== then[field]);
  return fields.map((field) => html`<div class="c-changes">${texts.change(texts.fields[field], then[field], now[field])}</div>`).join('');
}

function said(version: DocumentVersionView, locale: Locale): Record<VersionField, string> {
  const { nothing } = DOCUMENT_LIFE[locale];
  const { name, site_url, callback_url, price_cents, max_codes, offers } = version;
  const prices = offers.map((offer) => WORDS[locale].per_period[offer.period](moneyText(offer.price_cents, locale)));
  return {
    name,
    site_url,
    locale: DOCUMENTS[locale].locales[version.locale],
    callback_url: callback_url ?? nothing,
    price: price_cents === null ? nothing : moneyText(price_cents, locale),
    max_codes: max_codes === null ? nothing : String(max_codes),
    offers: prices.length === 0 ? nothing : prices.join(' · '),
  };
}
