import type { Isp } from '../domain/isps.ts';
import type { Period } from '../domain/offers.ts';
import type { EndReason } from '../domain/subscriptions.ts';
import type { Run } from './database.ts';
import type { MailRow } from './entities/mail.ts';
import { TOGETHER, together } from './together.ts';
import { orUnavailable } from './unavailable.ts';

export type QueuedLetter = Pick<MailRow, 'id' | 'kind' | 'subject_id' | 'occasion' | 'locale' | 'occurred_at' | 'status' | 'attempts'>;

/** What was sold, and to whom: address and codes as they are kept, under the buyer's key, which is null once the buyer is erased. */
type Sold = {
  key_wrapped: Uint8Array | null;
  email_sealed: Uint8Array;
  isp: Isp;
  reference: string;
  document_name: string;
  site_url: string;
  merchant_name: string | null;
  codes: Uint8Array[];
};

export type SoldPurchase = Sold & { quantity: number; amount_cents: bigint };

/** `charge` is that of the period which the letter is about, where it is about one. */
export type SoldSubscription = Sold & {
  price_cents: bigint;
  period: Period;
  anchor_at: Date;
  paid_until: Date | null;
  end_reason: EndReason | null;
  charge: { id: string; period_index: number; period_start: Date; period_end: Date } | null;
};

/** A letter; with the sale, where its kind says that it is about one. */
export type FoundLetter = { mail: QueuedLetter; purchase: SoldPurchase | null; subscription: SoldSubscription | null };

export type HotMails = {
  /** Takes letters that are due and holds them until `held_until`, one sender each. */
  claimMails(claim: { now: Date; held_until: Date; limit: number }): Promise<string[]>;
  findLetter(mail_id: string): Promise<FoundLetter>;
  /** To be asked once the mail server has taken the letter. */
  markSent(sent: { mail_id: string; sent_at: Date }): Promise<void>;
};

export function createHotMails(run: Run): HotMails {
  const findLetter = together((ids: string[]) => findLetters(run, ids), TOGETHER);
  const markSent = together((sent: { mail_id: string; sent_at: Date }[]) => markAllSent(run, sent), TOGETHER);
  return {
    claimMails: (claim) => orUnavailable(claimMails(run, claim)),
    findLetter: async (mail_id) => {
      const found = await orUnavailable(findLetter(mail_id));
      if (!found) throw new Error('a letter is to be sent that is not there');
      return found;
    },
    markSent: (sent) => orUnavailable(markSent(sent)),
  };
}

const CLAIM_MAILS = {
  name: 'claim_mails',
  text: `update mail set next_attempt_at = $1, attempts = attempts + 1 where id in (
      select id from mail where status = 'queued' and next_attempt_at <= $2 order by next_attempt_at, id limit $3 for update skip locked
    ) returning id`,
};

async function claimMails(run: Run, { now, held_until, limit }: { now: Date; held_until: Date; limit: number }): Promise<string[]> {
  return (await run<{ id: string }>(CLAIM_MAILS, [held_until, now, limit])).map(({ id }) => id);
}

const FIND_LETTERS = {
  name: 'find_letters',
  text: `select m.id, m.kind, m.subject_id, m.occasion, m.locale, m.occurred_at, m.status, m.attempts,
      p.id as purchase_id, s.id as subscription_id, b.key_wrapped, coalesce(p.email_sealed, s.email_sealed) as email_sealed,
      coalesce(p.isp, s.isp) as isp, coalesce(p.reference, s.reference) as reference,
      d.name as document_name, d.site_url, r.name as merchant_name, p.quantity, p.amount_cents,
      s.price_cents, s.period, s.anchor_at, s.paid_until, s.end_reason,
      h.id as charge_id, h.period_index, h.period_start, h.period_end,
      case when p.id is not null
        then (select json_agg(encode(c.code_sealed, 'hex') order by c.id) from code c where c.purchase_id = p.id)
        else (select json_agg(encode(c.code_sealed, 'hex') order by c.id) from code c where c.subscription_id = s.id) end as codes
    from mail m
    left join purchase p on p.id = m.subject_id and m.kind = 'purchase_codes'
    left join subscription s on s.id = m.subject_id
      and m.kind in ('subscription_started', 'subscription_renewed', 'subscription_past_due', 'subscription_ended')
    left join buyer b on b.id = coalesce(p.buyer_id, s.buyer_id)
    left join document d on d.id = coalesce(p.document_id, s.document_id)
    left join merchant r on r.id = coalesce(p.merchant_id, s.merchant_id)
    left join charge h on h.subscription_id = s.id and h.period_index = substring(m.occasion from '^period-([0-9]+)')::int
    where m.id = any($1::text[])`,
};

type FoundRow = QueuedLetter &
  Omit<Sold, 'codes'> &
  Pick<SoldSubscription, 'period' | 'anchor_at' | 'paid_until' | 'end_reason'> &
  NonNullable<SoldSubscription['charge']> & {
    purchase_id: string | null;
    subscription_id: string | null;
    charge_id: string | null;
    quantity: number;
    amount_cents: string;
    price_cents: string;
    codes: string[] | null;
  };

async function findLetters(run: Run, ids: readonly string[]): Promise<(FoundLetter | undefined)[]> {
  const rows = await run<FoundRow>(FIND_LETTERS, [ids]);
  const letters = new Map(rows.map((row) => [row.id, letterOf(row)]));
  return ids.map((id) => letters.get(id));
}

function letterOf(row: FoundRow): FoundLetter {
  const { id, kind, subject_id, occasion, locale, occurred_at, status, attempts } = row;
  return {
    mail: { id, kind, subject_id, occasion, locale, occurred_at, status, attempts },
    purchase: row.purchase_id === null ? null : { ...soldOf(row), quantity: row.quantity, amount_cents: BigInt(row.amount_cents) },
    subscription: row.subscription_id === null ? null : subscriptionOf(row),
  };
}

function soldOf({ key_wrapped, email_sealed, isp, reference, document_name, site_url, merchant_name, codes }: FoundRow): Sold {
  const sealed = (codes ?? []).map((code) => Buffer.from(code, 'hex'));
  return { key_wrapped, email_sealed, isp, reference, document_name, site_url, merchant_name, codes: sealed };
}

function subscriptionOf(row: FoundRow): SoldSubscription {
  const { price_cents, period, anchor_at, paid_until, end_reason, charge_id, period_index, period_start, period_end } = row;
  const charge = charge_id === null ? null : { id: charge_id, period_index, period_start, period_end };
  return { ...soldOf(row), price_cents: BigInt(price_cents), period, anchor_at, paid_until, end_reason, charge };
}

const MARK_SENT = {
  name: 'mark_sent',
  text: `update mail set status = 'sent', sent_at = q.sent_at, next_attempt_at = null, last_error = null
    from unnest($1::text[], $2::timestamptz[]) as q (mail_id, sent_at) where mail.id = q.mail_id`,
};

async function markAllSent(run: Run, sent: readonly { mail_id: string; sent_at: Date }[]): Promise<undefined[]> {
  await run(MARK_SENT, [sent.map(({ mail_id }) => mail_id), sent.map(({ sent_at }) => sent_at)]);
  return sent.map(() => undefined);
}
