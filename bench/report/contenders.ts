import type { HerdFigures } from '../loads/herd-of-workflows.ts';
import type { KillFigures } from '../loads/kill.ts';
import type { Peer } from '../loads/peers.ts';
import type { Killed } from '../rivals.ts';
import type { Results } from '../scenes.ts';

/** Who renews, and what a reader must know to compare it: what it does in a renewal, and what its makers write of a worker that dies. */
export type Contender = { name: string; does: string; does_not: string };

export const OURS = '**this engine**';

/** In the peers' idiomatic code (bench/peers/). */
export const PEER_FACTS: Readonly<Record<Peer, Contender & { durable: boolean; after_a_kill: string }>> = {
  dbos: {
    name: 'DBOS',
    durable: true,
    does: 'one workflow a subscription in PostgreSQL: durable sleep until the instant, a step that charges, a step that writes the row, durable sleep until the next',
    does_not: 'callback, letter, double-entry books',
    after_a_kill: 'takes up again at its start what was under way; a step that had no result yet is run again',
  },
  restate: {
    name: 'Restate',
    durable: true,
    does: 'one invocation a subscription: durable sleep, a journalled charge, a journalled row, durable sleep. The journal lies on the disk of its own server, not in PostgreSQL',
    does_not: 'callback, letter, double-entry books',
    after_a_kill: 'its server, which lives on, calls again; a journalled step that had no result yet is run again',
  },
  'graphile-worker': {
    name: 'graphile-worker',
    durable: false,
    does: 'one job a renewal, which charges, writes the row and orders the next job',
    does_not:
      'callback, letter, double-entry books; there is a row for each next job, and no running subscription that could be looked at or signalled',
    after_a_kill: 'jobs that were under way stay locked for 4 hours, or until somebody calls `forceUnlockWorkers`',
  },
  'pg-boss': {
    name: 'pg-boss',
    durable: false,
    does: 'one job a renewal, fetched by batches, which charges, writes the row and orders the next job',
    does_not:
      'callback, letter, double-entry books; there is a row for each next job, and no running subscription that could be looked at or signalled',
    after_a_kill: 'jobs that were under way expire after 15 minutes by default (`expireInSeconds`; `heartbeatSeconds` from 10 shortens it)',
  },
  'skip-locked': {
    name: 'plain `FOR UPDATE SKIP LOCKED`',
    durable: false,
    does: 'no library: a table of due instants; four loops that each lock 25 rows, charge them, write their rows and next instants, and commit',
    does_not:
      'callback, letter, double-entry books; what a library gives, such as delayed retries, limits and a view of the queue, would have to be written',
    after_a_kill: 'its transactions are rolled back at once and the rows are due again, with all that was charged in them',
  },
};

const USUAL_WAY_LACKS = 'double-entry books, an outbox; it sends a charge again whose answer was lost, without asking';

export const TEMPORAL_FACTS = {
  bare_activity: {
    name: 'bare Temporal loop, one activity',
    does: 'a timer and one activity that does nothing: the ceiling of a durable workflow',
    does_not: 'any of the work',
  },
  bare_local: {
    name: 'bare Temporal loop, one local activity',
    does: 'a timer and one local activity that does nothing: the ceiling without a task of its own for the step',
    does_not: 'any of the work',
  },
  usual_way: {
    name: "Temporal's usual way",
    does: 'a timer and four activities, as in the public subscription sample: charge, row, letter, signed callback',
    does_not: USUAL_WAY_LACKS,
  },
  bare_activity_lean: {
    name: 'bare Temporal loop, one activity, in lean threads',
    does: 'the same in threads that are watched and followed as little as ours, which the SDK does not offer',
    does_not: 'any of the work',
  },
  usual_way_lean: {
    name: "Temporal's usual way, in lean threads",
    does: 'the same in threads such as ours',
    does_not: USUAL_WAY_LACKS,
  },
  engine: {
    name: OURS,
    does: 'all of its work: a state machine over rows, the charge, balanced postings of a double-entry ledger, events in an outbox, a signed callback that is delivered, an encrypted letter that is delivered',
    does_not: '–',
  },
} as const satisfies Record<string, Contender>;

export type Measured = Contender & { is_ours: boolean; figures: readonly HerdFigures[] };

const ON_TEMPORAL = ['bare_activity', 'bare_activity_lean', 'bare_local', 'usual_way', 'usual_way_lean', 'engine'] as const;
type OnTemporal = (typeof ON_TEMPORAL)[number];

/** Everybody whose renewals were measured: on Temporal, and the peers. */
export function measuredContenders(results: Pick<Results, OnTemporal | 'peers'>): Measured[] {
  const temporal = ON_TEMPORAL.map((who) => ({
    ...TEMPORAL_FACTS[who],
    is_ours: who === 'engine',
    figures: results[who],
  }));
  const peers = (Object.keys(PEER_FACTS) as Peer[]).map((peer) => ({
    ...PEER_FACTS[peer],
    is_ours: false,
    figures: results.peers[peer] ?? [],
  }));
  return [...temporal, ...peers].filter(({ figures }) => figures.length > 0);
}

/** Everybody who can be killed, in the order of a reader's interest. */
const KILLED: readonly Killed[] = [
  ...(['engine', 'engine_alone', 'usual_way', 'dbos', 'restate', 'graphile-worker', 'pg-boss'] as const),
  'skip-locked',
];

/** The runs of everybody who was killed. */
export function killedRuns(kills: Results['kills']): { who: Killed; runs: readonly KillFigures[] }[] {
  return KILLED.flatMap((who) => (kills[who] === undefined ? [] : [{ who, runs: kills[who] }]));
}

/** How those that were killed are called, and what happens to what they had under way. */
export function killedContender(who: Killed): { name: string; after_a_kill: string } {
  switch (who) {
    case 'engine':
      return { name: `${OURS}, one of two workers`, after_a_kill: OURS_AFTER };
    case 'engine_alone':
      return { name: `${OURS}, its only worker`, after_a_kill: OURS_AFTER };
    case 'usual_way':
      return {
        name: TEMPORAL_FACTS.usual_way.name,
        after_a_kill: 'an activity that was under way is run again after its time-out: 30 s here, as in the sample',
      };
    default:
      return PEER_FACTS[who];
  }
}

const OURS_AFTER =
  'what was sent is in doubt: the ISP is asked about it, and nothing is sent again before the ISP must have it in its list if it ever came';
