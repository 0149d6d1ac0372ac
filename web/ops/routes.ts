import { type Response, Router } from 'express';
import { z } from 'zod';
import { ISPS } from '../../domain/isps.ts';
import { DISCREPANCY_KINDS } from '../../domain/reconciliation.ts';
import { Refusal } from '../../domain/refusals.ts';
import type { OversightUseCases } from '../../usecases/oversight/types.ts';
import type { Frame } from './layout.ts';
import type { TemporalUi } from './links.ts';
import { renderDeliveries } from './pages/deliveries.ts';
import { noteIn, renderDiscrepancies, renderDiscrepancy } from './pages/discrepancies.ts';
import { renderDoubts } from './pages/doubts.ts';
import { renderFound, renderNotFound } from './pages/found.ts';
import { renderIsps } from './pages/isps.ts';
import { renderOverview } from './pages/overview.ts';

export type OpsRouteSettings = { ui: TemporalUi; now: () => Date };

const Filter = z.object({
  isp: z.enum(ISPS).optional().catch(undefined),
  kind: z.enum(DISCREPANCY_KINDS).optional().catch(undefined),
  state: z.enum(['open', 'all']).catch('open'),
});
const Done = z.enum(['resolved', 'was_resolved']).optional().catch(undefined);
const Queued = z.coerce.number().int().min(0).max(1_000).optional().catch(undefined);

const frameOf = (response: Response) => response.locals.frame as Frame;

function sendPage(response: Response, page: string, status = 200): void {
  response.status(status).type('html').send(page);
}

/** The pages behind the session. */
export function createOpsRoutes(useCases: OversightUseCases, { ui, now }: OpsRouteSettings): Router {
  const router = Router();
  router.get('/ops', async (_request, response) => {
    sendPage(response, renderOverview(await useCases.overview(), frameOf(response)));
  });
  router.get('/ops/doubts', async (_request, response) => {
    sendPage(response, renderDoubts({ ...(await useCases.doubts()), now: now(), frame: frameOf(response), ui }));
  });
  router.get('/ops/isps', async (_request, response) => {
    sendPage(response, renderIsps(await useCases.isps(), { frame: frameOf(response), ui }));
  });
  router.get('/ops/find', async (request, response) => {
    const name = typeof request.query.name === 'string' ? request.query.name.slice(0, 120) : '';
    const found = await orNothing(useCases.find(name));
    if (found === undefined) sendPage(response, renderNotFound(name, frameOf(response)), 404);
    else sendPage(response, renderFound(found, { frame: frameOf(response), ui }));
  });
  router.use(discrepancyRoutes(useCases, now));
  router.use(deliveryRoutes(useCases, { ui, now }));
  return router;
}

async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined;
    throw error;
  }
}

function discrepancyRoutes(useCases: OversightUseCases, now: () => Date): Router {
  const router = Router();
  router.get('/ops/discrepancies', async (request, response) => {
    const { isp, kind, state } = Filter.parse(request.query);
    const filter = { isp, kind, is_open: state === 'open' };
    sendPage(response, renderDiscrepancies({ ...(await useCases.discrepancies(filter)), filter, now: now(), frame: frameOf(response) }));
  });
  router.get('/ops/discrepancies/:id', async (request, response) => {
    const row = await useCases.discrepancy(request.params.id);
    sendPage(response, renderDiscrepancy({ row, now: now(), frame: frameOf(response), done: Done.parse(request.query.done) }));
  });
  router.post('/ops/discrepancies/:id/resolve', async (request, response) => {
    const { id } = request.params;
    const { note } = request.body as { note?: unknown };
    const valid = noteIn(note);
    if (valid === undefined) {
      const row = await useCases.discrepancy(id);
      const wrong_note = typeof note === 'string' ? note : '';
      return sendPage(response, renderDiscrepancy({ row, now: now(), frame: frameOf(response), wrong_note }), 422);
    }
    const { was_open } = await useCases.resolveDiscrepancy(id, valid);
    response.redirect(303, `/ops/discrepancies/${encodeURIComponent(id)}?done=${was_open ? 'resolved' : 'was_resolved'}`);
  });
  return router;
}

function deliveryRoutes(useCases: OversightUseCases, { ui, now }: OpsRouteSettings): Router {
  const router = Router();
  const sendBack = (response: Response, queued: number) => response.redirect(303, `/ops/deliveries?queued=${queued}#letters`);
  router.get('/ops/deliveries', async (request, response) => {
    const queued = request.query.queued === undefined ? undefined : Queued.parse(request.query.queued);
    sendPage(response, renderDeliveries({ view: await useCases.deliveries(), now: now(), frame: frameOf(response), ui, queued }));
  });
  router.post('/ops/letters/queue', async (_request, response) => {
    sendBack(response, await useCases.queueLettersAgain());
  });
  router.post('/ops/letters/:id/queue', async (request, response) => {
    sendBack(response, (await useCases.queueLetterAgain(request.params.id)) ? 1 : 0);
  });
  return router;
}
