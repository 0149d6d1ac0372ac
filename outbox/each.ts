import type { Log } from '../domain/log.ts';

/** Works on rows one by one; one that can't be finished at this moment holds up none of the others. */
export async function each<T extends { id: string }>({ log }: { log: Log }, rows: T[], work: (row: T) => Promise<unknown>): Promise<void> {
  for (const row of rows) {
    try {
      await work(row);
    } catch (error) {
      log.warn({ id: row.id, error: error instanceof Error ? error.name : 'unknown' }, 'a row could not be swept; it is looked at again');
    }
  }
}
