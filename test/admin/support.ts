import { runAdmin } from '../../admin/program.ts';
import type { PayoutTerms } from '../../domain/payouts.ts';
import { createOperatorUseCases } from '../../usecases/operators.ts';
import type { Books } from '../billing/support.ts';
import { PAYOUT_TERMS } from '../support/payout-terms.ts';

export type AdminOptions = { now?: Date; files?: Record<string, string>; payout_terms?: PayoutTerms };
export type Ran = { exit: number; out: string; err: string };

/** The operators' commands on the books of a test, with files that are handed in. */
export function adminOf(books: Books, options: AdminOptions = {}) {
  const { now = new Date(), files = {}, payout_terms = PAYOUT_TERMS } = options;
  const absent = () => Promise.reject(new Error('there is no Temporal here'));
  const reconciliations = { reconcile: absent, ensureSchedules: absent };
  const useCases = createOperatorUseCases({
    unitOfWork: books.unitOfWork,
    vault: books.vault,
    reconciliations,
    payout_terms,
    now: () => now,
    secret_overlap_hours: 168,
  });
  return async (...args: string[]): Promise<Ran> => {
    const ran = { out: '', err: '' };
    const exit = await runAdmin(
      {
        open: async () => useCases,
        readFile: async (path) => files[path] ?? Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' })),
        now: () => now,
        write: (text) => {
          ran.out += text;
        },
        writeError: (text) => {
          ran.err += text;
        },
      },
      args,
    );
    return { exit, ...ran };
  };
}
