import type { SubscriptionRow } from '../../db/entities/subscription.ts';
import type { SharedTransactions } from '../../db/shared-transactions.ts';
import type { Stores } from '../../db/stores/index.ts';
import type { UnitOfWork } from '../../db/unit-of-work.ts';
import { ISPS } from '../../domain/isps.ts';
import type { IspGateway, IspGateways } from '../../gateways/isp/port.ts';
import { scene } from './engine/process.ts';

/**
 * Bugs that are planted to see them caught, from outside: the product's code stays as it is, and what it works with is wrapped so that it
 * behaves as if it had the bug.
 */
export type Ground = { unitOfWork: UnitOfWork; isps: IspGateways };

export const PLANTS = {
  /** A time-out is taken for "it was not sent", so the same attempt is sent again without asking. */
  retry_without_asking: ({ unitOfWork, isps }: Ground): Ground => ({
    unitOfWork,
    isps: Object.fromEntries(ISPS.map((isp) => [isp, forgetful(isps[isp])])) as IspGateways,
  }),

  /** The same of a refund. */
  refund_retry_without_asking: ({ unitOfWork, isps }: Ground): Ground => ({
    unitOfWork,
    isps: Object.fromEntries(ISPS.map((isp) => [isp, forgetfulOfRefunds(isps[isp])])) as IspGateways,
  }),

  /** Whether a subscription has ended is read before the transaction that charges it, and not under its lock. */
  cancel_checked_before: ({ unitOfWork, isps }: Ground): Ground => ({
    unitOfWork: {
      ...unitOfWork,
      transaction: (work) => unitOfWork.transaction((stores) => work(hasty(unitOfWork, stores))),
      share: () => {
        const alone: SharedTransactions['opening'] = (_of, work) => unitOfWork.transaction((stores) => work(hasty(unitOfWork, stores)));
        const { selling } = unitOfWork.share();
        return { selling, opening: alone, settling: (_of, work) => unitOfWork.transaction(work) };
      },
    },
    isps,
  }),
} as const;

export type PlantName = keyof typeof PLANTS;

function forgetful(gateway: IspGateway): IspGateway {
  return {
    ...gateway,
    async createPayment(request) {
      const result = await gateway.createPayment(request);
      return result.kind === 'unclear' ? { kind: 'not_sent', detail: result.detail, retry_after_ms: undefined } : result;
    },
  };
}

function forgetfulOfRefunds(gateway: IspGateway): IspGateway {
  return {
    ...gateway,
    async createRefund(request) {
      const result = await gateway.createRefund(request);
      return result.kind === 'unclear' ? { kind: 'not_sent', detail: result.detail, retry_after_ms: undefined } : result;
    },
  };
}

/** Only where a charge is about to be opened: what follows an answer is left as it is. */
function hasty(unitOfWork: UnitOfWork, stores: Stores): Stores {
  const run = scene.getStore()?.run;
  if (run?.name !== 'chargePeriod' || run.phase !== 'begun') return stores;
  const lock = async (id: string): Promise<SubscriptionRow> => {
    const { ended_at, end_reason, status } = await unitOfWork.read((early) => early.subscriptions.get(id));
    return { ...(await stores.subscriptions.lock(id)), ended_at, end_reason, status };
  };
  const subscriptions = new Proxy(stores.subscriptions, {
    get: (store, name) => {
      if (name === 'lock') return lock;
      const member = store[name as keyof typeof store] as unknown;
      return typeof member === 'function' ? member.bind(store) : member;
    },
  });
  const atOnce: Stores['atOnce'] = (writes) => stores.atOnce(writes);
  return Object.assign(Object.create(stores) as Stores, { subscriptions, atOnce });
}
