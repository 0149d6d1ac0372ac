import { Router } from 'express';
import { z } from 'zod';
import { type Answer, CamaraError } from '../errors.ts';
import type { Isp } from '../isp.ts';
import { createStatements } from '../statements.ts';
import { tokenState } from '../tokens.ts';
import { type OperationContext, serve } from './operations.ts';
import { parseInput, pathParameter, requireClient } from './requests.ts';

const introspection = z.object({ token: z.string().min(1).max(512) });

function introspect(isp: Isp, text: string): Answer {
  const token = isp.tokens.find(text);
  const unusable = tokenState(token, Date.now());
  if (!token || unusable) return { status: 200, body: { active: false, reason: unusable ?? 'unknown' } };
  const sub = isp.lines.find(token.line)?.subscriber_reference;
  return { status: 200, body: { active: true, kind: token.kind, sub, exp: Math.floor(token.expires_at_ms / 1000), simulated: true } };
}

/** What a client asks beside payments: what a token is worth (RFC 7662), and the statement of a day. */
export function clientRoutes(context: OperationContext): Router {
  const { isp, clientSecret } = context;
  const statementOf = createStatements(isp);
  const router = Router();
  router.post(
    '/oauth2/introspect',
    serve(context, {
      name: 'introspect',
      read(request) {
        requireClient(request, clientSecret);
        return parseInput(introspection, request.body).token;
      },
      perform: (token) => introspect(isp, token),
    }),
  );
  router.get(
    '/statements/:date',
    serve(context, {
      name: 'statements',
      read(request) {
        requireClient(request, clientSecret);
        const day = pathParameter(request, 'date');
        if (!z.iso.date().safeParse(day).success) throw new CamaraError('INVALID_ARGUMENT', 'date: must be a day, YYYY-MM-DD.');
        return day;
      },
      perform: (day) => ({ status: 200, headers: { 'Content-Type': 'text/csv; charset=utf-8' }, body: statementOf(day) }),
    }),
  );
  return router;
}
