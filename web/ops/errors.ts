import { html } from 'ghtml';
import { Refusal } from '../../domain/refusals.ts';
import { type Frame, renderOpsPage } from './layout.ts';

export type OpsFailure = { status: number; title: string; text: string };

const NOT_FOUND: OpsFailure = { status: 404, title: 'No such page', text: 'There is nothing at this address.' };
const AWAY: OpsFailure = {
  status: 503,
  title: 'PostgreSQL does not answer',
  text: 'Nothing can be shown until it does. Look again in a few seconds.',
};
const UNREADABLE: OpsFailure = { status: 400, title: 'Unreadable', text: 'The form or the address could not be read.' };
const INTERNAL: OpsFailure = { status: 500, title: 'Something went wrong', text: 'The log of the API has a line about it.' };
export const FORGED: OpsFailure = {
  status: 403,
  title: 'Nothing was done',
  text: 'The form did not come from these pages, or its session is over. Go back, load the page again and repeat it.',
};

/** Nothing of the error itself is shown. */
export function failureOf(error: unknown): OpsFailure {
  if (error instanceof Refusal) return error.code === 'not_found' ? NOT_FOUND : error.code === 'billing_unavailable' ? AWAY : INTERNAL;
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? UNREADABLE : INTERNAL;
}

export function renderFailure({ title, text }: OpsFailure, frame: Frame | undefined): string {
  const body = html`<h1>${title}</h1><p>${text}</p><p><a href="/ops">Overview</a></p>`;
  return renderOpsPage({ title, body, frame });
}
