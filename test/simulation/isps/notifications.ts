import type { Isp } from '../../../domain/isps.ts';
import type { IspNotification } from '../../../usecases/types.ts';
import type { World } from '../engine/world.ts';

type Distribute<T> = T extends unknown ? Omit<T, 'id'> : never;

const RETRY_DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 86_400_000];

/** Sends an event to our API: some are lost, some come twice, some late, and so in any order. Each is tried until it is taken. */
export function notify(world: World, isp: Isp, event: Distribute<IspNotification>): void {
  const { random, settings } = world;
  world.notifications += 1;
  const notification = { ...event, id: `ntf_${isp}_${world.notifications}` } as IspNotification;
  if (random.isps.chance(settings.rates.notification_lost)) {
    world.count('notification: lost');
    return;
  }
  const copies = random.isps.chance(settings.rates.notification_duplicated) ? 2 : 1;
  if (copies > 1) world.count('notification: duplicated');
  for (let copy = 0; copy < copies; copy += 1) {
    const late = random.isps.chance(settings.rates.notification_late);
    if (late) world.count('notification: late');
    const delay_ms = late ? random.isps.between(60_000, 3 * 86_400_000) : random.isps.between(20, 4_000);
    world.scheduler.after(delay_ms, () => deliver(world, { isp, notification, attempt: 0 }));
  }
}

type Delivery = { isp: Isp; notification: IspNotification; attempt: number };

function deliver(world: World, delivery: Delivery): void {
  const { isp, notification, attempt } = delivery;
  let taken = false;
  world.inApi(async ({ useCases }) => {
    const before = world.sometimes.counts.get('doubt_resolved_paid') ?? 0;
    const is_new = await useCases.takeNotification(isp, notification);
    taken = true;
    if (!is_new) world.sometimes.hit('duplicate_notification');
    if ((world.sometimes.counts.get('doubt_resolved_paid') ?? 0) > before) world.sometimes.hit('notification_resolved_a_doubt');
  });
  const delay_ms = RETRY_DELAYS_MS[Math.min(attempt, RETRY_DELAYS_MS.length - 1)] ?? 0;
  world.scheduler.after(10_000 + delay_ms, () => {
    if (!taken) deliver(world, { ...delivery, attempt: attempt + 1 });
  });
}
