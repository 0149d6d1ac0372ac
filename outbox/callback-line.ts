import type { Turn } from '../db/stores/callbacks.ts';
import type { Stores } from '../db/stores/index.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import { retryPauseMs, WORKFLOWS_PER_DOCUMENT_MAX } from '../domain/callbacks.ts';
import type { Line } from './dispatcher.ts';
import { allot, type InFlight } from './turns.ts';

export type CallbackLineTools = {
  unitOfWork: UnitOfWork;
  deliver: (event_id: string) => Promise<'delivered' | 'failed' | 'over'>;
  retryLater: (event_id: string) => Promise<void>;
  now: () => Date;
};

/**
 * The line of callbacks that are due, fair to every endpoint (docs/decisions/0016). What fails is handed to a workflow that retries for three
 * days; where the endpoint counts as failing, or has enough workflows, it waits in the table instead.
 */
export function callbackLine(tools: CallbackLineTools): Line {
  const { unitOfWork, deliver } = tools;
  const in_flight = new Map<string, InFlight>();
  return {
    name: 'callbacks',
    async claim({ now, held_until, limit }) {
      const waiting = await unitOfWork.read((stores) => stores.callbacks.waiting(now));
      const known = new Map(waiting.map((document) => [document.document_id, document]));
      const turns: Turn[] = [];
      for (const turn of allot(waiting, [...in_flight.values()], limit)) {
        const is_probe = known.get(turn.document_id)?.probing;
        const probe = () => unitOfWork.transaction((stores) => stores.callbacks.takeProbe(turn.document_id, { now, held_until }));
        if (!is_probe || (await probe())) turns.push(turn);
      }
      const taken = await unitOfWork.hot.claimCallbacks({ turns, now, held_until });
      for (const { id, document_id, merchant_id } of taken) {
        in_flight.set(id, { document_id, merchant_id, suspect: (known.get(document_id)?.failures_in_row ?? 0) > 0 });
      }
      return taken.map(({ id }) => id);
    },
    hold: (event_id, held_until) => unitOfWork.transaction((stores) => stores.callbacks.hold(event_id, held_until)),
    async handle(event_id) {
      try {
        if ((await deliver(event_id)) === 'failed') await tryLater(tools, event_id);
      } finally {
        in_flight.delete(event_id);
      }
    },
  };
}

async function tryLater({ unitOfWork, retryLater, now }: CallbackLineTools, event_id: string): Promise<void> {
  const held_until = await unitOfWork.transaction((stores) => keptInTable(stores, event_id, now()));
  if (held_until === null) return;
  // First the workflow, then the mark: a crash in between delivers once more, and loses nothing.
  await retryLater(event_id);
  await unitOfWork.transaction((stores) => stores.callbacks.markInWorkflow(event_id, held_until));
}

/** Until when the event is held, for whoever hands it to a workflow; null where it waits in the table, or is over. */
async function keptInTable(stores: Stores, event_id: string, now: Date): Promise<Date | null> {
  const event = await stores.events.get(event_id);
  const held_until = event.next_attempt_at ?? null;
  // Disabled, or delivered by another, in the meantime.
  if (held_until === null) return null;
  const endpoint = await stores.callbacks.endpoint(event.document_id);
  const is_failing = (endpoint?.probe_at ?? null) !== null;
  if (!is_failing && (await stores.callbacks.inWorkflows(event.document_id, WORKFLOWS_PER_DOCUMENT_MAX)) < WORKFLOWS_PER_DOCUMENT_MAX)
    return held_until;
  const is_over = event.give_up_at ? event.give_up_at <= now : false;
  const next_attempt_at = new Date(now.getTime() + retryPauseMs(await stores.callbacks.attempts(event_id)));
  await stores.callbacks.putBack(event_id, is_over ? 'failed' : { next_attempt_at });
  return null;
}
