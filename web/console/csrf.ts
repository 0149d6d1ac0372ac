import { timingSafeEqual } from 'node:crypto';
import { html } from 'ghtml';
import type { ConsoleSession } from '../../usecases/console/types.ts';
import { ForeignForm } from './foreign-form.ts';

/** The hidden field that proves of a form that a page of this session made it. */
export function csrfField({ csrf_token }: Pick<ConsoleSession, 'csrf_token'>): string {
  return html`<input type="hidden" name="csrf" value="${csrf_token}">`;
}

/** Throws where the form does not hold the token of this session. */
export function checkCsrf({ csrf_token }: Pick<ConsoleSession, 'csrf_token'>, fields: Record<string, unknown>): void {
  const sent = Buffer.from(typeof fields.csrf === 'string' ? fields.csrf : '');
  const expected = Buffer.from(csrf_token);
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) throw new ForeignForm();
}
