import { z } from 'zod';
import { MODES } from '../../../domain/subscriptions.ts';
import type { Area, Shown, Visit } from '../area.ts';
import { fieldText } from '../kit/fields.ts';
import { refusalSentence } from '../refusal-texts.ts';
import type { ConsoleUseCases, NewId } from '../use-cases.ts';
import { KEYS } from './texts.ts';
import { KEYS_PATH, type KeysPage, renderKeys } from './views.ts';

const KeyId = z.string().regex(/^key_\w{1,36}$/);
const SecretId = z.string().regex(/^sec_\w{1,36}$/);
const OverlapHours = z.coerce.number().int().min(0).max(720);

type Page = Exclude<Shown, { go_to: string } | { raw: string }>;

/** What opens the API in the merchant's name, and what signs callbacks. Each is shown once, in the answer to the form that makes it. */
export function addKeyPages(area: Area, useCases: ConsoleUseCases, { newId }: { newId: NewId }): void {
  const keysPage = async ({ scope, locale, ...visit }: Visit, more: Pick<KeysPage, 'fresh' | 'wrong_hours'> = {}): Promise<Page> => {
    const [keys, secrets] = await Promise.all([useCases.listApiKeys(scope.merchant_id), useCases.listCallbackSecrets(scope.merchant_id)]);
    const ids = { key: newId('key'), secret: newId('sec') };
    const body = renderKeys({ ...visit, scope, locale }, { keys, secrets, ids, ...more });
    return { title: KEYS[locale].title, active: 'keys', body };
  };
  /** The page with the refusal said on it, where that is something to say in place. */
  const orProblem = async (visit: Visit, act: () => Promise<Shown>): Promise<Shown> => {
    try {
      return await act();
    } catch (error) {
      const problem = refusalSentence(error, visit.locale);
      return { ...(await keysPage(visit)), problem, status: 422 };
    }
  };

  area.get('/keys', async (visit) => {
    const { revoked_done, retired_done } = KEYS[visit.locale];
    const done = visit.query.done === 'revoked' ? revoked_done : visit.query.done === 'retired' ? retired_done : undefined;
    return { ...(await keysPage(visit)), done };
  });

  area.post('/keys', async (visit, fields) => {
    const mode = MODES.find((known) => known === fields.mode) ?? 'test';
    const id = KeyId.catch(newId('key')).parse(fields.id);
    return await orProblem(visit, async () => {
      const { key } = await useCases.createApiKey({ id, merchant_id: visit.scope.merchant_id, mode });
      return await keysPage(visit, { fresh: { kind: 'key', value: key } });
    });
  });

  area.post('/keys/rotate', async (visit, fields) => {
    const asked = fieldText(fields, 'overlap_hours');
    const hours = asked === '' ? undefined : OverlapHours.safeParse(asked);
    if (hours?.success === false) return { ...(await keysPage(visit, { wrong_hours: true })), status: 422 };
    const id = SecretId.catch(newId('sec')).parse(fields.id);
    return await orProblem(visit, async () => {
      const rotation = { id, merchant_id: visit.scope.merchant_id, overlap_hours: hours?.data };
      const { secret } = await useCases.rotateCallbackSecret(rotation);
      return await keysPage(visit, { fresh: { kind: 'secret', value: secret } });
    });
  });

  area.post('/keys/:id/revoke', async ({ scope }, _fields, id) => {
    await useCases.revokeApiKey({ merchant_id: scope.merchant_id, id });
    return { go_to: `${KEYS_PATH}?done=revoked` };
  });

  area.post('/keys/:id/retire', async (visit, _fields, id) => {
    return await orProblem(visit, async () => {
      await useCases.retireCallbackSecret({ merchant_id: visit.scope.merchant_id, id });
      return { go_to: `${KEYS_PATH}?done=retired` };
    });
  });
}
