import type { DeclineReason } from '../../../domain/charges.ts';
import { IspUnavailable } from '../../../domain/payments.ts';
import type { SimulatedProcess } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import { type CallFault, drawQuestionFault } from './faults.ts';
import type { SimulatedIsp } from './isp.ts';

export type Unclear = { kind: 'unclear'; detail: string };
export type NotSent = { kind: 'not_sent'; detail: string; retry_after_ms: number | undefined };

const unclear = (detail: string): Unclear => ({ kind: 'unclear', detail });
const notSent = (detail: string, retry_after_ms?: number): NotSent => ({ kind: 'not_sent', detail, retry_after_ms });

/** How a request comes to its ISP: refused whatever is asked, taken and booked later, and whether its sender hears the answer. */
export type Arrival = { left_at: Date; decline: DeclineReason | undefined; late: boolean; answered: boolean };

/** Faults after which the ISP has done its work and the caller doesn't hear of it. */
const UNHEARD = new Set<CallFault | undefined>(['timeout_after', 'error_500_after', 'reset_after', 'late_arrival']);

/** The way between one process and one ISP, on which each call can go wrong in its own way. */
export class Network {
  readonly #world: World;
  readonly #isp: SimulatedIsp;
  readonly #process: SimulatedProcess;

  constructor(world: World, isp: SimulatedIsp, process: SimulatedProcess) {
    this.#world = world;
    this.#isp = isp;
    this.#process = process;
  }

  get #travel_ms(): number {
    return this.#world.random.isps.between(5, 120);
  }

  /** The request on its way: it arrives whatever becomes of its sender. */
  #send<R>(arrive: (arrival: Arrival) => R, fault: CallFault | undefined, arrive_after_ms: number): Promise<R> {
    const { scheduler, sometimes } = this.#world;
    const left_at = scheduler.now;
    return new Promise((resolve) => {
      scheduler.after(arrive_after_ms, () => {
        const decline = fault?.startsWith('decline:') ? (fault.slice(8) as DeclineReason) : undefined;
        if (fault === 'late_arrival') sometimes.hit('late_arrival');
        const answered = !UNHEARD.has(fault) && this.#process.alive;
        resolve(arrive({ left_at, decline, late: fault === 'late_capture', answered }));
      });
    });
  }

  /** One call that may move money. */
  async exchange<R>(fault: CallFault | undefined, arrive: (arrival: Arrival) => R): Promise<R | Unclear | NotSent> {
    const { random, settings } = this.#world;
    switch (fault) {
      case 'refused_connection':
        await this.#process.sleep(this.#travel_ms);
        return notSent('ECONNREFUSED');
      case 'throttle_429':
        await this.#process.sleep(this.#travel_ms);
        return notSent('status 429', random.isps.between(500, 8_000));
      case 'timeout_before':
        await this.#process.sleep(settings.isp_timeout_ms);
        return unclear('TimeoutError');
      case 'error_500_before':
        await this.#process.sleep(this.#travel_ms);
        return unclear('status 500');
      case 'late_arrival':
        // Given up by us, and still on its way; all of it within the minute that the profiles reckon with.
        void this.#send(arrive, fault, settings.isp_timeout_ms + random.isps.between(1_000, 30_000));
        await this.#process.sleep(settings.isp_timeout_ms);
        return unclear('TimeoutError');
      default: {
        const answer = await this.#send(arrive, fault, this.#travel_ms);
        await this.#process.sleep(fault === 'slow' ? random.isps.between(3_000, settings.isp_timeout_ms - 1_000) : this.#travel_ms);
        if (fault === 'timeout_after') await this.#process.sleep(settings.isp_timeout_ms);
        return UNHEARD.has(fault) ? unclear(String(fault)) : answer;
      }
    }
  }

  /** A question: nothing can be charged by it, and it may be asked again. */
  async ask<T>(answer: () => T, { of_doubts = false } = {}): Promise<T> {
    await this.#process.ready();
    const { random, settings } = this.#world;
    const { isSilent, illness } = this.#isp;
    const fault = illness || (of_doubts && isSilent) ? 'error_500_before' : drawQuestionFault(random.isps, settings.rates.question_fault);
    if (fault) this.#world.count(`question: ${fault}`);
    await this.#process.sleep(this.#travel_ms);
    if (fault === 'slow') await this.#process.sleep(5_000);
    const result = fault === undefined || fault === 'slow' || UNHEARD.has(fault) ? { answer: answer() } : undefined;
    await this.#process.sleep(fault?.startsWith('timeout') ? settings.isp_timeout_ms : this.#travel_ms);
    if (!result || UNHEARD.has(fault)) throw new IspUnavailable(String(fault));
    return result.answer;
  }
}
