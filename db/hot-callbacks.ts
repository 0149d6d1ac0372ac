import type { CallbackFormat } from '../domain/callbacks.ts';
import type { EventData, EventType } from '../domain/events.ts';
import type { Run } from './database.ts';
import type { EventRow } from './entities/event.ts';
import type { TakenEvent, Turn } from './stores/callbacks.ts';
import { orEachAlone, TOGETHER, together } from './together.ts';
import { orUnavailable } from './unavailable.ts';

/** An event, and where and how the document's callbacks go at this moment. */
export type DueCallback = {
  id: string;
  type: EventType;
  data: EventData;
  occurred_at: Date;
  document_id: string;
  delivery_status: EventRow['delivery_status'];
  /** Where it was to go when it happened, or was last sent. */
  callback_url: string | null;
  /** Where the document's callbacks go now. */
  url: string | null;
  disabled: boolean;
  format: CallbackFormat;
  /** Sealed, those that sign at this moment, the newest first. */
  secrets: Uint8Array[];
};

/** A callback that its receiver took. */
export type TakenCallback = {
  event_id: string;
  document_id: string;
  callback_url: string;
  attempted_at: Date;
  latency_ms: number;
  response_status: number;
  response_head: string | null;
  delivered_at: Date;
};

export type HotCallbacks = {
  /** Takes due callbacks, as many of each document as there is room for, and holds them until `held_until`: each goes to one dispatcher. */
  claimCallbacks(claim: { turns: Turn[]; now: Date; held_until: Date }): Promise<TakenEvent[]>;
  findCallback(question: { event_id: string; now: Date }): Promise<DueCallback>;
  /** Writes down the attempt and that the event is delivered. `was_failing`: the endpoint's failures are to be forgotten. */
  recordTaken(taken: TakenCallback): Promise<{ was_failing: boolean }>;
};

/** Of single rows, as where one answer of a merchant's server can't be kept, and of locks that another holds in another order. */
const OF_ROWS = /^(?:22|23|40)/;

export function createHotCallbacks(run: Run): HotCallbacks {
  const findCallback = together((questions: { event_id: string; now: Date }[]) => findCallbacks(run, questions), TOGETHER);
  const recordTaken = together((taken: TakenCallback[]) => orEachAlone((some) => recordAll(run, some), taken, OF_ROWS), TOGETHER);
  return {
    claimCallbacks: (claim) => orUnavailable(claimCallbacks(run, claim)),
    findCallback: async (question) => {
      const found = await orUnavailable(findCallback(question));
      if (!found) throw new Error('a callback is to be sent of an event that is not there');
      return found;
    },
    recordTaken: (taken) => orUnavailable(recordTaken(taken)),
  };
}

const CLAIM_CALLBACKS = {
  name: 'claim_callbacks',
  text: `with taken as materialized (
      select due.id from jsonb_to_recordset($1::jsonb) as turn (document_id text, room int)
        cross join lateral (
          select id from event where document_id = turn.document_id and next_attempt_at <= $2
            order by next_attempt_at, id limit turn.room for update skip locked
        ) as due
    )
    update event set next_attempt_at = $3 from taken where event.id = taken.id returning event.id, event.document_id, event.merchant_id`,
};

async function claimCallbacks(run: Run, { turns, now, held_until }: { turns: Turn[]; now: Date; held_until: Date }): Promise<TakenEvent[]> {
  if (turns.length === 0) return [];
  return await run<TakenEvent>(CLAIM_CALLBACKS, [JSON.stringify(turns), now, held_until]);
}

const FIND_CALLBACKS = {
  name: 'find_callbacks',
  text: `select asked.place::int, e.id, e.type, e.data, e.occurred_at, e.document_id, e.delivery_status, e.callback_url, d.callback_url as url,
      d.callback_disabled_at is not null as disabled, coalesce(p.format, 'standard_webhooks') as format,
      (select coalesce(json_agg(encode(s.secret_sealed, 'hex') order by s.created_at desc, s.id desc), '[]') from callback_secret s
        where s.merchant_id = e.merchant_id and (s.expires_at is null or s.expires_at > asked.at)) as secrets
    from unnest($1::text[], $2::timestamptz[]) with ordinality as asked (event_id, at, place)
    join event e on e.id = asked.event_id
    join document d on d.id = e.document_id
    left join callback_endpoint p on p.document_id = e.document_id`,
};

type FoundRow = Omit<DueCallback, 'secrets'> & { place: number; secrets: string[] };

async function findCallbacks(run: Run, questions: readonly { event_id: string; now: Date }[]): Promise<(DueCallback | undefined)[]> {
  const rows = await run<FoundRow>(FIND_CALLBACKS, [questions.map(({ event_id }) => event_id), questions.map(({ now }) => now)]);
  const found = new Map(
    rows.map(({ place, secrets, ...row }) => [place, { ...row, secrets: secrets.map((secret) => Buffer.from(secret, 'hex')) }]),
  );
  return questions.map((_question, index) => found.get(index + 1));
}

/** The failures of an endpoint are looked at and left: most have none, and forgetting them changes other rows too. */
const RECORD_TAKEN = {
  name: 'record_taken',
  text: `with taken as (
      select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::int[], $7::text[], $8::timestamptz[])
        with ordinality as q (event_id, document_id, callback_url, attempted_at, latency_ms, response_status, response_head, delivered_at, place)
    ), attempt as (
      insert into event_delivery (event_id, attempted_at, latency_ms, response_status, response_head)
        select event_id, attempted_at, latency_ms, response_status, response_head from taken
    ), told as (
      update event set delivery_status = 'delivered', delivered_at = taken.delivered_at, next_attempt_at = null, callback_url = taken.callback_url
        from taken where event.id = taken.event_id
    )
    select taken.place::int, coalesce(p.failures_in_row > 0, false) as was_failing
      from taken left join callback_endpoint p on p.document_id = taken.document_id order by taken.place`,
};

async function recordAll(run: Run, taken: readonly TakenCallback[]): Promise<{ was_failing: boolean }[]> {
  const rows = await run<{ place: number; was_failing: boolean }>(RECORD_TAKEN, [
    taken.map(({ event_id }) => event_id),
    taken.map(({ document_id }) => document_id),
    taken.map(({ callback_url }) => callback_url),
    taken.map(({ attempted_at }) => attempted_at),
    taken.map(({ latency_ms }) => latency_ms),
    taken.map(({ response_status }) => response_status),
    taken.map(({ response_head }) => response_head),
    taken.map(({ delivered_at }) => delivered_at),
  ]);
  return rows.map(({ was_failing }) => ({ was_failing }));
}
