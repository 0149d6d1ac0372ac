import { Refusal } from '../../domain/refusals.ts';
import { createResolving } from '../discrepancies.ts';
import { LISTED_MAX, listDeliveries } from './deliveries.ts';
import { listDoubts } from './doubts.ts';
import { findByName } from './find.ts';
import { type IspSources, readIsps } from './isps.ts';
import { readOverview } from './overview.ts';
import type { OversightUseCases } from './types.ts';

/** What fits a page that is to stay small, on a phone too. */
const DOUBTS_MAX = 30;
const DISCREPANCIES_MAX = 50;

/** What operators see and can do on their pages. Resolving is the very use case of the command line. */
export function createOversight(sources: IspSources): OversightUseCases {
  const { unitOfWork, now } = sources;
  return {
    ...createResolving({ unitOfWork, now }),
    overview: () => readOverview(sources),
    isps: () => readIsps(sources),

    async doubts() {
      return { doubts: await unitOfWork.read((stores) => listDoubts(stores, DOUBTS_MAX)), listed_max: DOUBTS_MAX };
    },

    async discrepancies(filter) {
      const { is_open, ...narrowed } = filter;
      const wanted = { ...narrowed, ...(is_open ? { is_open } : {}) };
      return {
        rows: await unitOfWork.read((stores) => stores.discrepancies.list(wanted, { limit: DISCREPANCIES_MAX })),
        listed_max: DISCREPANCIES_MAX,
      };
    },

    async discrepancy(id) {
      const found = await unitOfWork.read((stores) => stores.discrepancies.find(id));
      if (!found) throw new Refusal('not_found', 'There is no such discrepancy.');
      return found;
    },

    deliveries: () => unitOfWork.read((stores) => listDeliveries(stores, now())),
    queueLetterAgain: (id) => unitOfWork.transaction((stores) => stores.undelivered.queueAgain(id, now())),
    queueLettersAgain: () => unitOfWork.transaction((stores) => stores.undelivered.queueAllAgain(now(), LISTED_MAX)),
    find: (name) => unitOfWork.read((stores) => findByName(stores, name)),
  };
}
