import { type Client, ScheduleNotFoundError } from '@temporalio/client';
import { ISPS, type Isp } from '../../domain/isps.ts';
import { within } from './engine.ts';
import { scheduleId } from './reconciliations.ts';

/** The schedule of one ISP's reconciliation: `missing` until a worker has made it. */
export type ScheduleReading = { isp: Isp; state: 'running' | 'paused' | 'missing'; note: string | null; next_at: Date | null };

export type ScheduleReader = { read(): Promise<ScheduleReading[] | undefined> };

/** Reads the schedules, for as long as `wait_ms` only. Undefined where Temporal did not answer. */
export function createScheduleReader(client: Client, { wait_ms }: { wait_ms: number }): ScheduleReader {
  return {
    async read() {
      // Whatever went wrong, the page says that Temporal could not be asked, and shows the rest.
      return await within(client, wait_ms, () => Promise.all(ISPS.map((isp) => readOne(client, isp)))).catch(() => undefined);
    },
  };
}

async function readOne(client: Client, isp: Isp): Promise<ScheduleReading> {
  try {
    const { state, info } = await client.schedule.getHandle(scheduleId(isp)).describe();
    const paused = { state: 'paused' as const, note: state.note ?? null, next_at: null };
    return { isp, ...(state.paused ? paused : { state: 'running', note: null, next_at: info.nextActionTimes[0] ?? null }) };
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    return { isp, state: 'missing', note: null, next_at: null };
  }
}
