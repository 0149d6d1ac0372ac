import { type Request, type Response, Router } from 'express';
import { Refusal } from '../domain/refusals.ts';
import type { Scope, UseCases } from '../usecases/types.ts';
import { newId } from '../vault/ids.ts';
import { authenticate } from './authentication.ts';
import { deprecationHeaders } from './deprecation.ts';
import { createOnce, type FinalAnswer, idempotencyKey, requestText } from './idempotency.ts';
import { readJsonBody } from './json-body.ts';
import type { Answer, Call, Operation, Wanted } from './operation.ts';
import type { RateLimit } from './rate-limit.ts';
import { nameRoute } from './request-context.ts';

export type MountOptions = {
  useCases: Pick<UseCases, 'authenticate' | 'idempotency'>;
  /** Who asks, where that is not told by the key of a merchant. */
  identify?: (request: Request) => Promise<Scope>;
  limitRate: RateLimit;
  /** Told when the answer to an Idempotency-Key could not be kept. */
  onUnkept: (error: unknown) => void;
};

/** Mounts calls of merchants' servers, or of operators. Each goes the same way: key, rate, body, schema, Idempotency-Key, use case. */
export function mountOperations(operations: readonly Operation[], options: MountOptions): Router {
  const router = Router();
  const answer = createPipeline(options);
  for (const operation of operations) {
    const notice = operation.deprecated === undefined ? {} : deprecationHeaders(operation.deprecated);
    router[operation.method](expressPath(operation.path), async (request, response) => {
      nameRoute(response, operation.path);
      // Before anything can be refused: refusals carry the notice too.
      response.set(notice);
      const { status, text, replayed, form = 'json', name } = await answer(operation, request, response);
      if (replayed) response.set('Idempotent-Replayed', 'true');
      if (name !== undefined) response.attachment(name);
      // A kept answer may be a refusal.
      const media_type = status < 400 ? MEDIA_TYPES[form] : 'application/problem+json';
      response.status(status).set('Content-Type', media_type).end(text);
    });
  }
  return router;
}

export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

const MEDIA_TYPES: Record<Wanted, string> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8; header=present',
  html: 'text/html; charset=utf-8',
};

/** `name`: what a browser is to call the file that it saves. */
type Answered = FinalAnswer & { replayed: boolean; form?: Wanted; name?: string };

function createPipeline({ useCases, limitRate, onUnkept, identify = (request) => authenticate(useCases, request) }: MountOptions) {
  const once = createOnce({ idempotency: useCases.idempotency, onUnkept });
  return async (operation: Operation, request: Request, response: Response): Promise<Answered> => {
    const scope = await identify(request);
    response.set(await limitRate(scope));
    const body = operation.method === 'get' ? {} : await readJsonBody(request, response);
    const run = operation.prepare({ query: request.query, body });
    const path_id = pathId(operation, request) ?? '';
    const new_id = newResourceId(operation) ?? path_id;
    const wanted = wantedForm(operation, request);
    const act = (resource_id: string) => runToText(run, { scope, live: scope.mode === 'live', resource_id, path_id, wanted });
    const key = operation.idempotent === undefined ? undefined : idempotencyKey(request.get('idempotency-key'));
    if (key === undefined) return { ...(await act(new_id)), replayed: false };
    const asked = requestText({ method: operation.method, path: request.path, body });
    return once({ scope, key, request: asked, new_id }, act);
  };
}

/** The first of the forms that the answer has, of those that the caller takes; JSON for one who takes none of them. */
function wantedForm({ answers }: Operation, request: Request): Wanted {
  const forms: Wanted[] = ['json'];
  if (Object.values(answers).some(({ or_csv }) => or_csv)) forms.push('csv');
  if (Object.values(answers).some(({ or_page }) => or_page)) forms.push('html');
  const taken = request.accepts(forms);
  return forms.find((form) => form === taken) ?? 'json';
}

async function runToText(run: (call: Call) => Promise<Answer>, call: Call): Promise<FinalAnswer & Pick<Answered, 'form' | 'name'>> {
  const answer = await run(call);
  const { status } = answer;
  if ('page' in answer) return { status, text: answer.page, form: 'html' };
  if ('csv' in answer) return { status, text: answer.csv, form: 'csv', name: answer.name };
  const kept = 'kept' in answer ? { kept: JSON.stringify(answer.kept) } : {};
  return { status, text: JSON.stringify(answer.body), form: 'json', ...kept };
}

/** The path's id; one that cannot be an id of this kind is not found without asking for it. */
function pathId(operation: Operation, request: Request): string | undefined {
  if (operation.id_prefix === undefined) return undefined;
  const { id } = request.params;
  if (typeof id === 'string' && new RegExp(`^${operation.id_prefix}_\\w{1,64}$`).test(id)) return id;
  throw new Refusal('not_found', 'No object of yours has this id.');
}

function newResourceId({ idempotent }: Operation): string | undefined {
  return idempotent === undefined || idempotent === 'existing' ? undefined : newId(idempotent);
}
