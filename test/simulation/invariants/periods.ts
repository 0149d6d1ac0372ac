import type { ChargeRow } from '../../../db/entities/charge.ts';
import type { SubscriptionRow } from '../../../db/entities/subscription.ts';
import { dueInstant } from '../../../domain/calendar.ts';
import { SWEPT_WITHIN_MS, type World } from '../engine/world.ts';
import type { Finding } from './index.ts';

/** Beyond the jitter, what a charge may need on a quiet day. */
const SLACK_MS = 60 * 60_000;

/** One whose workflow was terminated is found once it is two hours overdue, at the next sweep. */
export const FOUND_AGAIN_MS = 2 * 3_600_000 + SWEPT_WITHIN_MS + SLACK_MS;

const slackOf = (world: World, id: string) => (world.temporal.executions.get(id)?.status === 'terminated' ? FOUND_AGAIN_MS : SLACK_MS);

const RECORDED = new Set(['succeeded', 'waived', 'not_charged', 'declined']);

/** Every period from the first to the end, or to now, has a row that says what became of it. */
export function periodsAccounted(world: World): Finding[] {
  const charges = world.database.rows<ChargeRow>('charge');
  return world.database.rows<SubscriptionRow>('subscription').flatMap((subscription) =>
    ofOne(
      world,
      subscription,
      charges.filter(({ subscription_id }) => subscription_id === subscription.id),
    ),
  );
}

function ofOne(world: World, subscription: SubscriptionRow, charges: ChargeRow[]): Finding[] {
  const finding = (index: number, detail: string) => ({ subject: `${subscription.id}:${index}`, detail });
  const by_index = new Map(charges.map((charge) => [charge.period_index, charge]));
  const last = Math.max(-1, ...charges.map(({ period_index }) => period_index ?? -1));
  const findings: Finding[] = [];
  for (let index = 0; index <= last; index += 1) {
    const status = by_index.get(index)?.status ?? 'without a row';
    const overtaken = status === 'void' && index === last && subscription.ended_at !== null;
    if (!RECORDED.has(status) && !overtaken) findings.push(finding(index, `period ${index} of ${last} is ${status}`));
  }
  if (subscription.ended_at !== null) return findings;
  const next_due_ms = dueInstant(subscription.anchor_at, subscription.period, last + 1).getTime();
  if (next_due_ms + world.settings.jitter_seconds * 1_000 + slackOf(world, subscription.id) < world.scheduler.now_ms)
    findings.push(finding(last + 1, `period ${last + 1} was due at ${new Date(next_due_ms).toISOString()} and has no row`));
  if (subscription.next_index <= last && by_index.get(last)?.status === 'succeeded')
    findings.push(finding(last, `period ${last} is paid, and the next index is ${subscription.next_index}`));
  return findings;
}
