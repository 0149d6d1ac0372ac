import { mandateTerms } from '../billing/mandates.ts';
import type { ChargeAttemptRow, ChargeRow } from '../db/entities/charge.ts';
import type { ConsentRow, ConsentTextRow } from '../db/entities/consent.ts';
import type { EventDeliveryRow, EventRow } from '../db/entities/event.ts';
import type { MailRow } from '../db/entities/mail.ts';
import type { RefundRow } from '../db/entities/refund.ts';
import type { SubscriptionRow } from '../db/entities/subscription.ts';
import type { Stores } from '../db/stores/index.ts';
import { DECLINE_REASONS, type DeclineReason } from '../domain/charges.ts';
import { isBuyersMail } from '../domain/mails.ts';
import type { UseCaseContext } from './context.ts';
import type { DocumentVersionView } from './document-types.ts';
import { viewVersion } from './document-versions.ts';
import type {
  DossierAttempt,
  DossierCharge,
  DossierConsent,
  DossierEnd,
  DossierMail,
  DossierMandate,
  DossierNotice,
  DossierRefund,
} from './dossier-types.ts';
import { viewRefund } from './refunds.ts';
import { notFound, ownerOf } from './scope.ts';
import type { UseCases } from './types.ts';

type Kept = { consent: ConsentRow; text: ConsentTextRow | null } | null;

/** The dossier of a subscription: read from the rows that decide, so it can't say other than what was done. */
export function createDossierUseCases({ unitOfWork }: UseCaseContext): Pick<UseCases, 'getDossier'> {
  return {
    async getDossier(scope, id) {
      return await unitOfWork.read(async (stores) => {
        const row = (await stores.subscriptions.find({ ...ownerOf(scope), id })) ?? notFound('subscription', id);
        const kept = await stores.consents.find(id);
        const charges = await stores.charges.ofSubscription(id);
        const charge_ids = charges.map((charge) => charge.id);
        const attempts = await stores.charges.attempts(charge_ids);
        const refunds = await stores.refunds.ofCharges(charge_ids);
        const events = await stores.events.ofSubscription(id);
        const deliveries = await stores.events.deliveries(events.map((event) => event.id));
        return {
          subscription: row.id,
          mode: row.mode,
          reference: row.reference,
          status: row.status,
          isp: row.isp,
          test_clock: row.test_clock_id ?? null,
          anchor_at: row.anchor_at,
          created_at: row.created_at,
          offer: { ...offerOf(row, kept), document_at_sale: await versionOf(stores, row) },
          consent: kept && consentOf(kept),
          mandate: mandateOf(row, kept),
          charges: charges.map((charge) => chargeOf(charge, { attempts, events, refunds })),
          mails: (await stores.mails.ofSubjects([id, ...refunds.map((refund) => refund.id)])).flatMap(mailOf),
          notices: events.map((event) => noticeOf(event, deliveries)),
          end: endOf(row),
        };
      });
    },
  };
}

/** The document as it was when this was sold. */
async function versionOf(stores: Stores, row: SubscriptionRow): Promise<DocumentVersionView | null> {
  if (typeof row.document_version !== 'number') return null;
  return viewVersion(await stores.documents.version(row.document_id, row.document_version), 'rebilling');
}

function offerOf(row: SubscriptionRow, kept: Kept) {
  return {
    document: row.document_id,
    document_name: kept?.consent.document_name ?? null,
    merchant_name: kept?.consent.merchant_name ?? null,
    site_url: kept?.consent.site_url ?? null,
    offer: row.offer_id,
    period: row.period,
    price_cents: row.price_cents,
    ceiling_cents: kept?.consent.ceiling_cents ?? null,
  };
}

function consentOf({ consent, text }: NonNullable<Kept>): DossierConsent {
  return {
    channel: consent.channel,
    checkout: consent.checkout_id ?? null,
    text: text && { language: text.language, version: text.version, body: text.body },
    shown_at: consent.shown_at ?? null,
    accepted_at: consent.accepted_at ?? null,
    isp_page: consent.isp_page ?? null,
    token_presented_at: consent.token_presented_at,
  };
}

function mandateOf(row: SubscriptionRow, kept: Kept): DossierMandate | null {
  if (!row.mandate_reference) return null;
  return {
    isp_reference: row.mandate_reference,
    ...mandateTerms(row),
    made_at: kept?.consent.mandate_made_at ?? null,
    cancelled_at: row.mandate_cancelled_at ?? null,
  };
}

type Told = { events: EventRow[]; refunds: RefundRow[] };

function refundOf(row: RefundRow): DossierRefund {
  const { id, amount_cents, status, reason, isp_reference, created_at, settled_at } = viewRefund(row);
  return { id, amount_cents, status, reason, isp_reference, created_at, settled_at };
}

function chargeOf(row: ChargeRow, all: Told & { attempts: ChargeAttemptRow[] }): DossierCharge {
  const { period_index, period_start, period_end } = row;
  const has_period = typeof period_index === 'number' && period_start && period_end;
  return {
    id: row.id,
    reference: row.reference,
    period: has_period ? { index: period_index, start: period_start, end: period_end } : null,
    amount_cents: row.amount_cents,
    status: row.status,
    isp_reference: row.isp_reference ?? null,
    decline: row.decline_reason ? { reason: row.decline_reason } : null,
    due_at: row.due_at,
    settled_at: row.settled_at ?? null,
    attempts: all.attempts.filter((attempt) => attempt.charge_id === row.id).map((attempt) => attemptOf(attempt, row, all.events)),
    refunds: all.refunds.filter((refund) => refund.charge_id === row.id).map(refundOf),
  };
}

function attemptOf(attempt: ChargeAttemptRow, charge: ChargeRow, events: EventRow[]): DossierAttempt {
  const { number, client_correlator, outcome, sent_at, finished_at } = attempt;
  const reason = outcome === 'declined' ? reasonOf(number, charge, events) : null;
  return { number, client_correlator, outcome, decline: reason && { reason }, sent_at, finished_at: finished_at ?? null };
}

/**
 * The charge keeps the reason of its last refusal only; those before it stand in what the merchant was told. The ISP's own words are left
 * out: nobody vouches for what they hold.
 */
function reasonOf(number: number, charge: ChargeRow, events: EventRow[]): DeclineReason {
  if (charge.decline_reason && charge.attempt === number) return charge.decline_reason;
  const told = events.find(({ data }) => data.charge === charge.id && data.attempt === number)?.data.decline?.reason;
  return DECLINE_REASONS.find((known) => known === told) ?? 'unknown';
}

function mailOf({ id, kind, occasion, locale, occurred_at, status, sent_at }: MailRow): DossierMail[] {
  if (!isBuyersMail(kind)) return [];
  return [{ id, kind, occasion, language: locale, occurred_at, status, sent_at: sent_at ?? null }];
}

function noticeOf(event: EventRow, deliveries: EventDeliveryRow[]): DossierNotice {
  return {
    id: event.id,
    sequence: event.sequence ?? null,
    type: event.type,
    occurred_at: event.occurred_at,
    delivery_status: event.delivery_status,
    delivered_at: event.delivered_at ?? null,
    deliveries: deliveries
      .filter((delivery) => delivery.event_id === event.id)
      .map(({ attempted_at, response_status }) => ({ attempted_at, response_status: response_status ?? null })),
  };
}

function endOf({
  ended_at,
  end_reason,
  end_source,
  mandate_reference,
  mandate_cancelled_at,
  paid_until,
}: SubscriptionRow): DossierEnd | null {
  if (!ended_at || !end_reason) return null;
  // Where none was made, nothing was cancelled: the row's instant only says that there is nothing left to do.
  const cancelled_at = mandate_reference ? (mandate_cancelled_at ?? null) : null;
  // The code worked while the subscription lived, in the grace too, and after the end for as long as was paid.
  const code_valid_until = paid_until ? new Date(Math.max(paid_until.getTime(), ended_at.getTime())) : null;
  return { ended_at, reason: end_reason, source: end_source ?? null, mandate_cancelled_at: cancelled_at, code_valid_until };
}
