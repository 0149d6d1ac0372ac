import { resumedStart } from '../billing/resume.ts';
import { OVERDUE_AFTER_MS } from '../domain/overdue.ts';
import { each } from './each.ts';
import type { SweepContext } from './sweep.ts';

const BATCH = 50;

/**
 * Finds work that Temporal has forgotten, because its database was lost or a workflow was terminated by hand, and starts its workflow anew
 * from the rows. Where one runs after all, the start joins it and changes nothing. Overdue rows are picked at random, so that those of an ISP
 * that is away for long leave room for the others.
 */
export async function revive(context: SweepContext): Promise<void> {
  const { unitOfWork, engine, now } = context;
  const before = new Date(now().getTime() - OVERDUE_AFTER_MS);
  const subscriptions = await unitOfWork.read((stores) => stores.subscriptions.overdue(before, BATCH));
  await each(context, subscriptions, async (row) => {
    const charge = await unitOfWork.read((stores) => stores.charges.ofPeriod(row.id, row.next_index));
    await engine.ensureSubscription(resumedStart(row, charge));
  });
  const purchases = await unitOfWork.read((stores) => stores.purchases.unsettled(before, BATCH));
  await each(context, purchases, ({ id, isp, merchant_id }) => engine.ensurePurchase({ purchase_id: id, isp, merchant_id }));
  const refunds = await unitOfWork.read((stores) => stores.refunds.unsettled(before, BATCH));
  await each(context, refunds, ({ id, isp, merchant_id }) => engine.ensureRefund({ refund_id: id, isp, merchant_id }));
}
