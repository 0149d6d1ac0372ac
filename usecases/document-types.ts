import type { Cents } from '../domain/money.ts';
import type { Locale } from '../domain/subscriptions.ts';
import type { DocumentView, Listing, OfferView, Page, Scope } from './types.ts';

/** A document as it was from one change to the next. Never changes. */
export type DocumentVersionView = {
  document: string;
  kind: 'one_shot' | 'rebilling';
  number: number;
  name: string;
  site_url: string;
  locale: Locale;
  callback_url: string | null;
  price_cents: Cents | null;
  max_codes: number | null;
  offers: OfferView[];
  created_at: Date;
};

export type DocumentPage = Page & { archived?: boolean | undefined };
/** `after` is the number of the last version of the page before. */
export type VersionPage = { limit: number; after: number | undefined };

export type DocumentLifeUseCases = {
  /** Nothing new is sold under it from now on; what runs renews on. Harmless when repeated. */
  archiveDocument(scope: Scope, id: string): Promise<DocumentView>;
  /** Sells again, as it stands. Harmless when repeated. Refuses with rebilling_requires_premium. */
  unarchiveDocument(scope: Scope, id: string): Promise<DocumentView>;
  /** Newest first. */
  listDocumentVersions(scope: Scope, id: string, page: VersionPage): Promise<Listing<DocumentVersionView>>;
};
