import { Refusal } from '../../../domain/refusals.ts';
import type { Listing, Page, Scope } from '../../../usecases/types.ts';

/** Objects of one kind, by merchant and mode, in memory. */
export function createShelf<T extends { id: string }>() {
  const rows = new Map<string, { owner: string; value: T }>();
  const ownerOf = (scope: Scope) => `${scope.merchant_id}:${scope.mode}`;
  const find = (scope: Scope, id: string): T | undefined => {
    const row = rows.get(id);
    return row?.owner === ownerOf(scope) ? row.value : undefined;
  };
  return {
    find,
    put(scope: Scope, value: T): T {
      rows.set(value.id, { owner: ownerOf(scope), value });
      return value;
    },
    get(scope: Scope, id: string): T {
      const value = find(scope, id);
      if (value === undefined) throw new Refusal('not_found', `There is no ${id}.`);
      return value;
    },
    list(scope: Scope, { limit, after }: Page): Listing<T> {
      const own = [...rows.values()].filter((row) => row.owner === ownerOf(scope)).map((row) => row.value);
      const ordered = own.sort((left, right) => (left.id < right.id ? 1 : -1)).filter(({ id }) => after === undefined || id < after);
      return { data: ordered.slice(0, limit), has_more: ordered.length > limit };
    },
    count: () => rows.size,
  };
}
