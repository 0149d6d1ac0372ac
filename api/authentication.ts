import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Scope, UseCases } from '../usecases/types.ts';
import { ApiProblem } from './problem-answer.ts';

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;
const API_KEY = /^sk_(test|live)_[\w-]{1,200}$/;

/** Who asks. Throws missing_api_key or invalid_api_key; which of unknown, revoked and malformed it is stays untold. */
export async function authenticate(useCases: Pick<UseCases, 'authenticate'>, request: Request): Promise<Scope> {
  const header = request.get('authorization');
  if (header === undefined || header === '') {
    throw new ApiProblem('missing_api_key', 'Send your secret key as "Authorization: Bearer sk_…".', {
      headers: { 'WWW-Authenticate': 'Bearer realm="api"' },
    });
  }
  const key = BEARER.exec(header)?.[1];
  const scope = key !== undefined && API_KEY.test(key) ? await useCases.authenticate(key) : undefined;
  if (scope === undefined) {
    throw new ApiProblem('invalid_api_key', 'The API key is not valid.', {
      headers: { 'WWW-Authenticate': 'Bearer realm="api", error="invalid_token"' },
    });
  }
  return scope;
}

/** Throws isp_not_authenticated unless the request shows the secret that ISPs were given. Takes the same time for each wrong one. */
export function authenticateIsp(secret: string, request: Request): void {
  if (sameSecret(bearerOf(request), secret)) return;
  throw new ApiProblem('isp_not_authenticated', 'The notification does not carry the sink credential.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="isp"' },
  });
}

/** Throws invalid_admin_key unless the request shows the operators' key. Takes the same time for each wrong one. */
export function authenticateOperator(admin_api_key: string, request: Request): void {
  if (sameSecret(bearerOf(request), admin_api_key)) return;
  throw new ApiProblem('invalid_admin_key', 'Send the admin key as "Authorization: Bearer …".', {
    headers: { 'WWW-Authenticate': 'Bearer realm="admin"' },
  });
}

function bearerOf(request: Request): string {
  return BEARER.exec(request.get('authorization') ?? '')?.[1] ?? '';
}

/** Takes the same time wherever the two begin to differ. */
export function sameSecret(shown: string, secret: string): boolean {
  return timingSafeEqual(digest(shown), digest(secret));
}

/** Equal lengths are what a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
