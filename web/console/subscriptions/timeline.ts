import { html } from 'ghtml';
import type { Locale } from '../../../domain/subscriptions.ts';
import type { DossierCharge, DossierMail, DossierNotice, DossierView } from '../../../usecases/dossier-types.ts';
import { badge, link } from '../kit/blocks.ts';
import { instantText, moneyText } from '../kit/format.ts';
import type { IconName } from '../kit/icons.ts';
import { chargeBadge, deliveryBadge, refundBadge } from '../kit/status.ts';
import { type AttemptOutcome, WORDS } from '../texts/words.ts';
import { SUBSCRIPTIONS } from './texts.ts';

/** One thing that happened. `title` and `lines` are markup. */
export type Moment = { at: Date; icon: IconName; title: string; lines: string[] };

/** Everything that happened to a subscription, the newest first; what happened at one instant in the order in which it follows. */
export function momentsOf(dossier: DossierView, locale: Locale): Moment[] {
  const moments = [
    beginning(dossier, locale),
    ...dossier.charges.map((charge) => chargeMoment(charge, { locale, is_on_clock: dossier.test_clock !== null })),
    ...dossier.mails.map((mail) => mailMoment(mail, locale)),
    ...dossier.notices.map((notice) => noticeMoment(notice, locale)),
    ...endMoment(dossier, locale),
  ];
  // The sort keeps the order of equals.
  return moments.toSorted((one, other) => one.at.getTime() - other.at.getTime()).reverse();
}

function beginning({ anchor_at, offer, consent }: DossierView, locale: Locale): Moment {
  const texts = SUBSCRIPTIONS[locale];
  const price = WORDS[locale].per_period[offer.period](moneyText(offer.price_cents, locale));
  const channel = consent ? [html`${texts.facts.sold} ${texts.sold_by[consent.channel]}.`] : [];
  return { at: anchor_at, icon: 'start', title: html`${texts.began}`, lines: [html`${texts.began_text(price)}`, ...channel] };
}

/** Attempts are sent in real time; beside the dates of a test clock that would only confuse. */
function chargeMoment(charge: DossierCharge, { locale, is_on_clock }: { locale: Locale; is_on_clock: boolean }): Moment {
  const texts = SUBSCRIPTIONS[locale];
  const refunded_cents = charge.refunds
    .filter(({ status }) => status === 'succeeded')
    .reduce((sum, { amount_cents }) => sum + amount_cents, 0n);
  const name = `${texts.period((charge.period?.index ?? 0) + 1)} · ${moneyText(charge.amount_cents, locale)}`;
  const attempts = charge.attempts.length === 1 && charge.status === 'succeeded' ? [] : charge.attempts;
  return {
    at: charge.due_at,
    icon: 'charge',
    title: html`!${link(`/console/transactions/${charge.id}`, name)} !${chargeBadge({ ...charge, refunded_cents }, locale)}`,
    lines: [
      ...attempts.map(({ number, outcome, decline, sent_at }) => {
        const words = WORDS[locale];
        const why = decline ? ` – ${words.decline[decline.reason]}` : '';
        const when = is_on_clock ? '' : `, ${instantText(sent_at, locale)}`;
        return html`${texts.attempt(number)}${when} · ${words.attempt_outcome[outcome as AttemptOutcome]}${why}`;
      }),
      ...charge.refunds.map(
        (refund) =>
          html`${texts.refunded(moneyText(refund.amount_cents, locale))} !${refundBadge(refund.status, locale)} <q>${refund.reason}</q>`,
      ),
    ],
  };
}

const MAIL_TONES = { queued: 'info', sent: 'good', failed: 'bad' } as const;

function mailMoment({ kind, occurred_at, status }: DossierMail, locale: Locale): Moment {
  const texts = SUBSCRIPTIONS[locale];
  const title = html`${texts.mail(texts.mails[kind])} !${badge(MAIL_TONES[status], texts.mail_status[status])}`;
  return { at: occurred_at, icon: 'mail', title, lines: [] };
}

function noticeMoment({ id, type, occurred_at, delivery_status, deliveries }: DossierNotice, locale: Locale): Moment {
  const texts = SUBSCRIPTIONS[locale];
  const title = html`!${link(`/console/events/${id}`, texts.callback(type))} !${deliveryBadge(delivery_status, locale)}`;
  return { at: occurred_at, icon: 'events', title, lines: deliveries.length > 1 ? [html`${texts.tries(deliveries.length)}`] : [] };
}

function endMoment({ end }: DossierView, locale: Locale): Moment[] {
  if (end === null) return [];
  const texts = SUBSCRIPTIONS[locale];
  const words = WORDS[locale];
  const why = html`${words.end_reason[end.reason]}${end.source === null ? '' : `, ${words.end_source[end.source]}`}`;
  const code = end.code_valid_until === null ? [] : [html`${texts.code_until(instantText(end.code_valid_until, locale))}`];
  return [{ at: end.ended_at, icon: 'end', title: html`${texts.ended}`, lines: [why, ...code] }];
}
