import type { ChargeRow } from '../db/entities/charge.ts';
import type { Opening, Settling } from '../db/read-ahead.ts';
import type { Stores } from '../db/stores/index.ts';
import type { PaymentResult } from '../domain/payments.ts';
import type { ActivityContext } from './context.ts';
import { writtenDown } from './settling.ts';
import type { TaskPlace } from './task-places.ts';

type Work<T> = (stores: Stores) => Promise<T>;
type Opened = { step: 'send'; charge: ChargeRow } | { step: 'look' | 'wait' | 'done' };

/** What came of the call, of which nothing may be known yet. */
type Answer = { kind: PaymentResult['kind'] | 'not_sent' } | undefined;

/**
 * The two transactions of a charge, before its call and after it. In the ordinary course (a first try inside its workflow's task, a payment that
 * succeeded) they are shared with charges of the same moment; anything else gets one of its own.
 */
export function createChargeTransactions({ unitOfWork }: Pick<ActivityContext, 'unitOfWork'>) {
  const shared = unitOfWork.share();
  return {
    /** What permits a call takes a place for it before it is committed. */
    async open<T extends Opened>(opening: Opening, place: TaskPlace, work: Work<T>): Promise<T> {
      const permit = async (stores: Stores) => {
        const opened = await work(stores);
        if (opened.step === 'send') place.take(opened.charge.isp);
        return opened;
      };
      return place.is_in_task ? await shared.opening(opening, permit) : await unitOfWork.transaction(permit);
    },

    async settle<T>(settling: Settling, answer: Answer, work: Work<T>): Promise<T> {
      const is_paid = answer?.kind === 'succeeded';
      return await writtenDown((written) => (is_paid ? shared.settling(settling, written) : unitOfWork.transaction(written)), work);
    },
  };
}
