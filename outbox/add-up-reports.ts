import type { UnitOfWork } from '../db/unit-of-work.ts';

/** In one statement: few enough that none runs for long, many enough that a busy minute takes a few. */
const BATCH = 10_000;

/** Adds up what was counted since the last time, until less than a batch is left. Reports say the same before and after. */
export async function addUpReports({ unitOfWork }: { unitOfWork: UnitOfWork }): Promise<void> {
  let taken: number;
  do taken = await unitOfWork.transaction((stores) => stores.reports.addUp(BATCH));
  while (taken === BATCH);
}
