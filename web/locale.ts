import type { Request } from 'express';
import { z } from 'zod';
import { LOCALES, type Locale } from '../domain/subscriptions.ts';

const Asked = z.enum(LOCALES).optional().catch(undefined);

/** The language that the buyer switched to by `?lang=`, if any. */
export function askedLocale(request: Request): Locale | undefined {
  return Asked.parse(request.query.lang);
}
