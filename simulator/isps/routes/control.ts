import { type RequestHandler, Router } from 'express';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { CamaraError } from '../errors.ts';
import { type FaultKind, type FaultRule, NOTIFICATION_FAULTS, OPERATIONS, REQUEST_FAULTS } from '../faults.ts';
import type { Isp } from '../isp.ts';
import { LINE_STATUSES, type LineStatus } from '../lines.ts';
import { mandateBody } from '../mandates.ts';
import { rfc3339 } from '../time.ts';
import { TOKEN_TTL_SECONDS } from '../tokens.ts';
import { parseInput, pathParameter } from './requests.ts';

const name = z.string().min(1).max(128);
const cents = z.number().int().min(0).max(1_000_000_00);
const toCents = (amount: number | null | undefined): bigint | null => (amount === null || amount === undefined ? null : BigInt(amount));

/** The status of a line by its own word, or by that of the denial which it causes. */
const STATUS_OF_DENIAL: Readonly<Record<string, LineStatus>> = {
  line_suspended: 'suspended',
  line_closed: 'closed',
  purchases_blocked: 'blocked',
};
const lineStatus = z.preprocess((text) => (typeof text === 'string' ? (STATUS_OF_DENIAL[text] ?? text) : text), z.enum(LINE_STATUSES));

const lineRequest = z.object({
  username: name,
  password: name,
  line: name,
  monthly_ceiling: cents.nullish(),
  status: lineStatus.default('active'),
  reservation_code: name.nullish(),
});

const tokenRequest = z.object({
  line: name,
  kind: z.enum(['one_shot', 'mandate']),
  ttl_seconds: z.number().int().min(0).max(86_400).default(TOKEN_TTL_SECONDS),
  amount_max: cents.nullish(),
});

const faultRequest = z.object({
  operation: z.enum([...OPERATIONS, '*']),
  kind: z.union([
    z.enum([...REQUEST_FAULTS, ...NOTIFICATION_FAULTS]),
    z.templateLiteral(['decline:', z.string().regex(/^[a-z_]{1,60}$/)]),
  ]) as z.ZodType<FaultKind>,
  probability: z.number().min(0).max(1).default(1),
  times: z.number().int().min(0).nullish(),
  latency_ms: z.number().int().min(0).max(86_400_000).nullish(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .nullish(),
});

/** A rule as it was put, with what is left of it; a list that was read can be put back. */
const faultBody = ({ operation, kind, probability, times, latency_ms, seed, hits }: FaultRule & { hits: number }) => ({
  ...{ operation, kind, probability, times, latency_ms, seed, hits },
});

/**
 * Keeps the hand on the simulator to this machine: the caller's address and the name it calls us by are both local; the second keeps web pages of
 * elsewhere out. Where the process listens beyond this machine (in a container), its network decides who reaches it, so private addresses pass too.
 */
const localOnly = (host: string): RequestHandler => {
  const ranges = isLoopback(host) ? ['loopback'] : ['loopback', 'private', 'uniqueLocal'];
  return (request, _response, next) => {
    const address = request.socket.remoteAddress ?? '';
    const local = ipaddr.isValid(address) && ranges.includes(ipaddr.process(address).range());
    if (!local || !['localhost', '127.0.0.1', '[::1]'].includes(request.hostname)) throw new CamaraError('PERMISSION_DENIED');
    next();
  };
};

const isLoopback = (host: string): boolean => host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');

/** The hand on the simulator: lines, tokens, faults and the books. For tests and for trying things out. */
export function controlRoutes(isp: Isp, host: string): Router {
  const router = Router();
  router.use(localOnly(host));
  router.post('/lines', (request, response) => {
    const { username, password, line, monthly_ceiling, status, reservation_code } = parseInput(lineRequest, request.body);
    const terms = { monthly_ceiling_cents: toCents(monthly_ceiling), status, reservation_code: reservation_code ?? null };
    const { created } = isp.lines.save({ username, password, line, ...terms });
    const subscriber_reference = isp.lines.find(line)?.subscriber_reference;
    response.status(created ? 201 : 200).json({ username, line, monthly_ceiling: monthly_ceiling ?? null, status, subscriber_reference });
  });
  router.post('/tokens', (request, response) => {
    const { line: text, kind, ttl_seconds, amount_max } = parseInput(tokenRequest, request.body);
    const line = isp.lines.findByNameOrUsername(text);
    if (!line) throw new CamaraError('NOT_FOUND', 'There is no such line.');
    const grant = { line: line.line, kind, ttl_seconds, amount_max_cents: toCents(amount_max), merchant_name: null, period: null };
    response.status(201).json({ subscriber_token: isp.tokens.grant(grant) });
  });
  router.get('/faults', (_request, response) => void response.json(isp.faults.list().map(faultBody)));
  router.put('/faults', (request, response) => {
    const rules = parseInput(z.array(faultRequest).max(1000), request.body);
    isp.faults.replace(
      rules.map((rule) => ({ ...rule, times: rule.times ?? null, latency_ms: rule.latency_ms ?? null, seed: rule.seed ?? null })),
    );
    response.json(isp.faults.list().map(faultBody));
  });
  bookRoutes(router, isp);
  return router;
}

function bookRoutes(router: Router, isp: Isp): void {
  router.get('/payments', (_request, response) => {
    const books = isp.books.all().map((payment) => ({
      ...{ payment_id: payment.payment_id, client_correlator: payment.client_correlator, reference_code: payment.reference_code },
      ...{ amount: Number(payment.amount_cents), refunded: Number(payment.refunded_cents), status: payment.status, denial: payment.denial },
      ...{ line: payment.line, mandate_id: payment.mandate_id, created_at: rfc3339(payment.created_at_ms) },
    }));
    response.json(books);
  });
  router.get('/mandates', (_request, response) => {
    const mandates = isp.mandates.list().map((mandate) => ({
      ...{ mandate_id: mandate.mandate_id, line: mandate.line, status: mandate.status, reference_code: mandate.reference_code },
      ...{ created_at: rfc3339(mandate.created_at_ms), ended_at: mandate.ended_at_ms === null ? null : rfc3339(mandate.ended_at_ms) },
    }));
    response.json(mandates);
  });
  router.post('/mandates/:mandateId/revoke', (request, response) => {
    const mandateId = pathParameter(request, 'mandateId');
    isp.revokeMandate(mandateId);
    const mandate = isp.mandates.find(mandateId);
    if (!mandate) throw new CamaraError('NOT_FOUND');
    response.json(mandateBody(mandate));
  });
  router.get('/notifications', (_request, response) => void response.json(isp.notifications.list()));
}
