import { html } from 'ghtml';
import { Refusal, type RefusalCode } from '../domain/refusals.ts';
import { LOCALES } from '../domain/subscriptions.ts';
import { art, renderPage, sheet } from './layout.ts';
import { failureSentence, TEXTS } from './texts/index.ts';
import type { ErrorKind, Texts } from './texts/texts.ts';

/** How an error looks to a buyer. `failure` picks a more exact sentence. */
export type PageError = { status: number; kind: ErrorKind; failure?: string; retry_after_seconds?: number };

const RETRY_AFTER_SECONDS = 5;

const REFUSAL_STATUS: Partial<Record<RefusalCode, [status: number, kind: ErrorKind]>> = {
  not_found: [404, 'not_found'],
  document_unknown: [404, 'not_found'],
  isp_unavailable: [503, 'unavailable'],
  billing_unavailable: [503, 'unavailable'],
  checkout_expired: [410, 'refused'],
  too_many_wrong_codes: [429, 'refused'],
};

export function pageErrorOf(error: unknown): PageError {
  if (error instanceof Refusal) {
    const [status, kind] = REFUSAL_STATUS[error.code] ?? [409, 'refused'];
    if (kind === 'not_found') return { status, kind };
    const known = { status, kind, failure: error.code };
    if (status !== 503 && error.retry_after_seconds === undefined) return known;
    return { ...known, retry_after_seconds: error.retry_after_seconds ?? RETRY_AFTER_SECONDS };
  }
  return isUnreadable(error) ? { status: 400, kind: 'bad_request' } : { status: 500, kind: 'internal' };
}

/** Express and its body readers mark what the client did wrong with a 4xx `status`. */
function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return false;
  return error.status >= 400 && error.status < 500;
}

/** In both languages, as nothing is known about the reader. `retry_path` is where trying again is safe. */
export function renderErrorPage(error: PageError, retry_path: string | undefined): string {
  const sections = LOCALES.map((locale) => section(TEXTS[locale], locale, { error, retry_path }));
  return renderPage({
    locale: 'fr',
    title: LOCALES.map((locale) => TEXTS[locale].errors[error.kind].title).join(' · '),
    body: sheet(html`!${art('problem')}!${sections}`),
  });
}

function section(texts: Texts, locale: string, { error, retry_path }: { error: PageError; retry_path: string | undefined }): string {
  const { title, text } = texts.errors[error.kind];
  return html`<section lang="${locale}">
<h1>${title}</h1>
<p>${error.failure === undefined ? text : failureSentence(texts, error.failure)}</p>
!${retry_path === undefined ? '' : html`<p><a class="button" href="${retry_path}">${texts.layout.retry}</a></p>`}
</section>`;
}
