import type { Subscription } from './answers.ts';
import { duesBefore, wallClock } from './calendar.ts';
import type { Documents } from './documents.ts';
import type { Line } from './isp-side.ts';
import type { Subscriber } from './plan.ts';
import { visitPopup } from './popup.ts';
import type { Story } from './story.ts';
import { TourProblem } from './tour-problem.ts';
import type { Leaver } from './ways-out.ts';
import type { World } from './world.ts';

/** A subscription of the tour, from its first charge on. */
export interface Life extends Leaver {
  subscriber: Subscriber;
  clock: string;
  code: string;
  document: string;
  /** When the periods begin that were lived through. */
  dues: string[];
}

/** Opens a line and a clock, and subscribes: in the popup or by the merchant's server. */
export async function beginLife(
  world: World,
  { documents, subscriber }: { documents: Documents; subscriber: Subscriber },
  story: Story,
): Promise<Life> {
  const { isp, name, period, anchor, leaves_at, shows } = subscriber;
  const line = await world.isp_side.openLine(isp, `tour-${world.run}-${name}-${period}`);
  const { id: clock } = await world.api.createClock(anchor);
  const email = `${line.name}@buyers.example`;
  const subscription = await subscribe(world, { documents, subscriber, line, email, clock });
  const way = subscriber.way === 'popup' ? 'in the popup' : "through the merchant's server";
  story.check(
    `subscribes ${way} on ${wallClock(anchor)} (${shows}): ${subscription.id}`,
    subscription.status === 'active',
    subscription.status,
  );
  if (subscription.code === null) throw new TourProblem(`${subscription.id} has no code.`);
  const dues = duesBefore(anchor, period, leaves_at);
  return { line, email, subscription, subscriber, clock, code: subscription.code, document: documents.rebilling.id, dues };
}

interface Subscribing {
  documents: Documents;
  subscriber: Subscriber;
  line: Line;
  email: string;
  clock: string;
}

async function subscribe(world: World, { documents, subscriber, line, email, clock }: Subscribing): Promise<Subscription> {
  const { api, isp_side, stack } = world;
  const { rebilling } = documents;
  const { period, isp, way } = subscriber;
  if (way === 'api') {
    const subscriber_token = await isp_side.token(line, 'mandate');
    return await api.subscribe({ document: rebilling.id, offer: period, email, isp, subscriber_token, test_clock: clock });
  }
  const offer = rebilling.offers.find((candidate) => candidate.period === period)?.id ?? '';
  const checkout = { document: rebilling.id, offer: period, test_clock: clock, return_url: stack.shop };
  const outcome = await visitPopup(world, { line, checkout, choice: { offer, email, consent: 'yes' } });
  if (outcome.checkout.subscription === undefined)
    throw new TourProblem(`The checkout ${outcome.checkout.id} ended without a subscription.`);
  const subscription = await api.subscription(outcome.checkout.subscription);
  if (outcome.codes.join() !== subscription.code) throw new TourProblem(`The popup showed another code than that of ${subscription.id}.`);
  return subscription;
}
