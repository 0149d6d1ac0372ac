import type { z } from 'zod';
import type { checkoutSchema } from './answers.ts';
import { formsOf } from './html-forms.ts';
import { redirectOf, send } from './http.ts';
import type { Line } from './isp-side.ts';
import type { NewCheckout } from './merchant-api.ts';
import { until } from './patience.ts';
import { TourProblem } from './tour-problem.ts';
import type { World } from './world.ts';

/** A code as the pages and mails show it. */
export const CODE = /\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b/g;

export interface PopupVisit {
  line: Line;
  checkout: NewCheckout;
  /** What the buyer chooses in the form, the e-mail address first of all. */
  choice: Record<string, string>;
}

export interface PopupOutcome {
  checkout: z.output<typeof checkoutSchema>;
  /** The codes that the popup shows at the end. */
  codes: string[];
}

/** A buyer's whole way without a browser: popup, choice, the ISP's hosted page, accept, back, codes on the page. */
export async function visitPopup({ api, isp_side }: World, { line, checkout, choice }: PopupVisit): Promise<PopupOutcome> {
  const { id, url } = await api.createCheckout(checkout);
  const page = await send(url);
  const form = formsOf(page).find(({ method }) => method === 'post');
  if (!form) throw new TourProblem(`The popup ${url} has no form.`);
  const chosen = await send(form.action, { method: 'POST', form: { ...form.fields, ...choice, isp: line.isp }, expects: [303] });
  const way_back = await isp_side.accept(line, redirectOf(chosen));
  const returned = redirectOf(await send(way_back, { expects: [303] }));
  const codes = await until(() => codesOn(returned), { what: `the codes to appear on ${url}`, pause_ms: 500 });
  return { checkout: await api.checkout(id), codes };
}

async function codesOn(url: string): Promise<string[] | undefined> {
  const { text } = await send(url);
  const codes = [...new Set(text.match(CODE) ?? [])];
  return codes.length === 0 ? undefined : codes;
}
