import type { Request } from 'express';
import { Refusal } from '../domain/refusals.ts';

/** What ids and tokens of ours are made of; signed tokens have dots. */
const KEY = /^[\w.-]{1,500}$/;

/** The id or token in the address. Refuses as not found what can't be one. */
export function keyInPath(request: Request, name: 'id' | 'token'): string {
  const key = request.params[name];
  if (typeof key !== 'string' || !KEY.test(key)) throw new Refusal('not_found', 'The address holds no id of ours.');
  return key;
}
