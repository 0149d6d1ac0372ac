import { html } from 'ghtml';
import { priceText } from '../domain/money.ts';
import { renderPage } from './docs/layout.ts';
import type { WireDossier } from './schemas/dossier.ts';

/** The dossier as a page to print. It says what the JSON says; every value is escaped by the templates. */
export function renderDossier(dossier: WireDossier): string {
  const { offer, mandate, end } = dossier;
  const body = html`<h1>Subscription ${dossier.reference}</h1>
!${dossier.livemode ? '' : '<p><strong>Test mode: nothing was billed.</strong></p>'}
!${facts([
    ['Subscription', dossier.subscription],
    ['Status', dossier.status],
    ['Internet provider', dossier.isp],
    ['Sold at', dossier.created_at],
    ['Periods counted from', dossier.anchor_at],
    ...(dossier.test_clock === null ? [] : [['Test clock', dossier.test_clock] as Fact]),
  ])}
<h2>Offer</h2>
!${facts(offerFacts(offer))}
<h2>Consent</h2>
!${consentSection(dossier.consent)}
<h2>Mandate</h2>
!${
    mandate === null
      ? html`<p>None was made.</p>`
      : facts([
          ['Reference of the ISP', mandate.isp_reference],
          ['Asked for as', `${mandate.reference_code}, ${mandate.description}`],
          ['Made', mandate.made_at],
          ['Cancelled', mandate.cancelled_at],
        ])
  }
<h2>Charges</h2>
!${charges(dossier.charges)}
<h2>Refunds</h2>
!${refunds(dossier.charges)}
<h2>Mails to the buyer</h2>
!${table(
    'Mails to the buyer',
    ['Kind', 'Occasion', 'Queued', 'Sent', 'Status'],
    dossier.mails.map((mail) => [mail.kind, mail.occasion, mail.occurred_at, mail.sent_at, mail.status]),
  )}
<h2>Notices to the merchant</h2>
!${notices(dossier.notices)}
<h2>End</h2>
!${
    end === null
      ? html`<p>The subscription has not ended.</p>`
      : facts([
          ['Ended', end.ended_at],
          ['Reason', end.reason],
          ['Asked for by', end.source],
          ['Mandate cancelled', end.mandate_cancelled_at],
          ['Code worked until', end.code_valid_until],
        ])
  }
<h2>Digest</h2>
<p>SHA-256 of the JSON export: <code>${dossier.digest}</code></p>`;
  return renderPage(`Subscription ${dossier.reference}`, body);
}

function offerFacts(offer: WireDossier['offer']): Fact[] {
  return [
    ['Document', `${offer.document_name ?? ''} (${offer.document})`],
    ['Version of the document', versionText(offer.document_at_sale)],
    ['Merchant', offer.merchant_name],
    ['Site', offer.site_url],
    ['Price', `${euros(offer.price)} a ${offer.period}`],
    ['Ceiling by rule', offer.ceiling === null ? null : `${euros(offer.ceiling)} a ${offer.period}`],
  ];
}

/** Number and day, and the offers of that version. */
function versionText(version: WireDossier['offer']['document_at_sale']): string | null {
  if (version === null) return null;
  const offers = version.kind === 'rebilling' ? version.offers.map(({ price, period }) => `${euros(price)} a ${period}`) : [];
  return `${version.version}, of ${version.created_at}${offers.length === 0 ? '' : `: ${offers.join(', ')}`}`;
}

type Fact = [label: string, value: string | null];
type Cell = string | number | null;

const euros = (wire_amount: number) => priceText(BigInt(wire_amount), 'en');
const cellText = (value: Cell) => (value === null ? '–' : String(value));

function facts(rows: Fact[]): string {
  return html`<table>!${rows.map(([label, value]) => html`<tr><th scope="row">${label}</th><td>${cellText(value)}</td></tr>`)}</table>`;
}

function table(title: string, head: string[], rows: Cell[][]): string {
  if (rows.length === 0) return html`<p>None.</p>`;
  const body = rows.map((row) => html`<tr>!${row.map((cell) => html`<td>${cellText(cell)}</td>`)}</tr>`);
  // What is too wide for a screen is moved about in a frame of its own, by keys too.
  return html`<div class="wide" tabindex="0" role="group" aria-label="${title}"><table><thead><tr>!${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>!${body}</tbody></table></div>`;
}

function notices(all: WireDossier['notices']): string {
  return table(
    'Notices to the merchant',
    ['No.', 'Type', 'Happened', 'Delivered', 'Status', 'Deliveries'],
    all.map((notice) => [
      notice.sequence,
      notice.type,
      notice.occurred_at,
      notice.delivered_at,
      notice.delivery_status,
      notice.deliveries.map(({ attempted_at, response_status }) => `${attempted_at}: ${response_status ?? 'no answer'}`).join('; '),
    ]),
  );
}

function consentSection(consent: WireDossier['consent']): string {
  if (consent === null) return html`<p>Sold before consents were kept.</p>`;
  const { text, isp_page } = consent;
  const asked = isp_page && `${isp_page.merchant_name}, ${isp_page.description}, ${euros(isp_page.amount)} a ${isp_page.period}`;
  return html`!${facts([
    [
      'Given',
      consent.channel === 'checkout' ? `in our checkout (${consent.checkout})` : "on the ISP's page; sold by the merchant's server",
    ],
    ['Form shown', consent.shown_at],
    ['Form confirmed', consent.accepted_at],
    ["Asked for on the ISP's page", asked],
    ['Token of the ISP presented', consent.token_presented_at],
    ['Version of the text', text && `${text.version} (${text.language})`],
  ])}
!${text === null ? '' : html`<h3>The text that was shown</h3><pre lang="${text.language}" tabindex="0">${text.body}</pre>`}`;
}

function charges(all: WireDossier['charges']): string {
  const rows = all.flatMap((charge) => {
    const first: Cell[] = [charge.period?.index ?? null, charge.reference, euros(charge.amount), charge.due_at, charge.status];
    const reason = (decline: { reason: string } | null) => decline?.reason ?? null;
    const tries = charge.attempts.map((attempt) => [attempt.number, attempt.sent_at, attempt.outcome, reason(attempt.decline)] as Cell[]);
    const shown: Cell[][] = tries.length > 0 ? tries : [[null, null, null, reason(charge.decline)]];
    return shown.map((attempt, index) => [
      ...(index === 0 ? first : first.map(() => '')),
      ...attempt,
      index === shown.length - 1 ? charge.isp_reference : '',
    ]);
  });
  return table(
    'Charges',
    ['Period', 'Reference', 'Amount', 'Due', 'Status', 'Try', 'Sent', 'Outcome', 'Refused for', "ISP's reference"],
    rows,
  );
}

function refunds(all: WireDossier['charges']): string {
  return table(
    'Refunds',
    ['Charge', 'Amount', 'Asked for', 'Why', 'Status', 'Given back', "ISP's reference"],
    all.flatMap((charge) =>
      charge.refunds.map((row) => [
        charge.reference,
        euros(row.amount),
        row.created_at,
        row.reason,
        row.status,
        row.settled_at,
        row.isp_reference,
      ]),
    ),
  );
}
