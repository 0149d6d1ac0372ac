import { KEY_USE_NOTED_EVERY_MS } from '../domain/credentials.ts';
import type { UseCaseContext } from './context.ts';
import type { UseCases } from './types.ts';

/** Keys are found by their keyed hash with every request, so one that was revoked is at once as unknown as one that never was. */
export function createAuthentication(context: UseCaseContext): Pick<UseCases, 'authenticate'> {
  const { unitOfWork, vault } = context;
  const noteUse = createUseNotes(context);
  return {
    async authenticate(api_key) {
      const caller = await unitOfWork.hot.findCaller(vault.lookupHash('api_key', api_key));
      if (!caller) return undefined;
      const { last_used_at, ...scope } = caller;
      await noteUse(scope.key_id, last_used_at);
      return scope;
    },
  };
}

/** Writes down that a key was used: once a minute from each process at most, and once a minute from all of them together. */
function createUseNotes({ unitOfWork, now }: UseCaseContext): (key_id: string, last_used_at: Date | null) => Promise<void> {
  const asked_ms = new Map<string, number>();
  return async (id, last_used_at) => {
    const at = now();
    const noted_before = new Date(at.getTime() - KEY_USE_NOTED_EVERY_MS);
    const last_ms = Math.max(last_used_at?.getTime() ?? 0, asked_ms.get(id) ?? 0);
    if (last_ms > noted_before.getTime()) return;
    asked_ms.set(id, at.getTime());
    // A hint for people: a request never fails because it could not be written.
    await unitOfWork.transaction((stores) => stores.merchants.noteKeyUse(id, { now: at, noted_before })).catch(() => undefined);
  };
}
