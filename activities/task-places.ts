import { activityInfo } from '@temporalio/activity';
import type { Isp } from '../domain/isps.ts';
import { type ActivityContext, tryAgain } from './context.ts';

/**
 * Of the calls that may be out at once at one ISP (`GUARD_DEFAULTS`), so many may be from inside workflow tasks, and so many have to be free for
 * one more. An ISP that has taken more is slow, and what is sent to it belongs where waiting costs nobody else a place.
 */
type Limits = { calls_max: number; calls_free_min: number };

/** Renewals leave some calls to purchases, for which a buyer waits. */
export const PLACES: Record<'periods' | 'purchases', Limits> = {
  periods: { calls_max: 30, calls_free_min: 10 },
  purchases: { calls_max: 30, calls_free_min: 3 },
};

/** Of one run of an activity. */
export type TaskPlace = {
  /** False where it runs by a task of its own. */
  is_in_task: boolean;
  /**
   * For the transaction that is to permit a call: throws where the workflow's task would wait for the ISP, so nothing is permitted, and the
   * regular activity, which the workflow asks then, begins again. Once more in another transaction it takes the place of the first.
   */
  take(isp: Isp): void;
  /** The call is over, or will never be. */
  giveBack(): void;
};

/**
 * Inside a workflow task only what an ISP in good health answers soon: the task holds one of the worker's places until it is over. Charges that
 * are permitted by one commit are counted from there on, since none of their calls is out yet.
 */
export class TaskPlaces {
  readonly #isps: ActivityContext['isps'];
  readonly #limits: Limits;
  readonly #taken = new Map<Isp, number>();

  constructor({ isps }: ActivityContext, limits: Limits) {
    this.#isps = isps;
    this.#limits = limits;
  }

  /** Around one run of an activity. */
  async during<T>(work: (place: TaskPlace) => Promise<T>): Promise<T> {
    const place = this.forRun();
    try {
      return await work(place);
    } finally {
      place.giveBack();
    }
  }

  forRun(): TaskPlace {
    const is_in_task = activityInfo().isLocal;
    let place: Isp | undefined;
    const giveBack = () => {
      if (place) this.#taken.set(place, (this.#taken.get(place) ?? 1) - 1);
      place = undefined;
    };
    const take = (isp: Isp) => {
      giveBack();
      if (!is_in_task) return;
      const { calls_max, calls_free_min } = this.#limits;
      const taken = this.#taken.get(isp) ?? 0;
      const { circuit, calls_free } = this.#isps[isp].health();
      if (circuit !== 'closed' || calls_free < calls_free_min || taken >= calls_max) throw tryAgain('the ISP may not answer soon');
      this.#taken.set(isp, taken + 1);
      place = isp;
    };
    return { is_in_task, take, giveBack };
  }
}
