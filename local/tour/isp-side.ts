import { z } from 'zod';
import type { Isp } from '../../domain/isps.ts';
import { mandateSchema, type Payment, paymentSchema, type Stack } from './answers.ts';
import { formsOf } from './html-forms.ts';
import { redirectOf, send, sendForJson } from './http.ts';
import { TourProblem } from './tour-problem.ts';

/** A line at an ISP, and how its subscriber logs in there. */
export interface Line {
  isp: Isp;
  /** Its name in the ISP's books, and the user name. */
  name: string;
  password: string;
}

export type IspSide = ReturnType<typeof ispSide>;

/** The simulated ISPs: their pages as subscribers see them, and the hand on them for tests. */
export function ispSide({ isps }: Pick<Stack, 'isps'>) {
  const at = (isp: Isp, path: string) => `${isps.base}/${isp}${path}`;
  return {
    async openLine(isp: Isp, name: string): Promise<Line> {
      const line = { isp, name, password: `secret-of-${name}` };
      const json = { username: name, password: line.password, line: name };
      await send(at(isp, '/_control/lines'), { method: 'POST', json, expects: [200, 201] });
      return line;
    },

    async token({ isp, name }: Line, kind: 'one_shot' | 'mandate'): Promise<string> {
      const url = at(isp, '/_control/tokens');
      const answer = z.object({ subscriber_token: z.string() });
      const { subscriber_token } = await sendForJson(answer, url, { method: 'POST', json: { line: name, kind }, expects: [201] });
      return subscriber_token;
    },

    /** Logs in on the ISP's hosted page and accepts; answers the address that leads the subscriber back. */
    async accept(line: Line, authorize_url: string): Promise<string> {
      const page = await send(authorize_url);
      const form = formsOf(page).find(({ method }) => method === 'post');
      if (!form) throw new TourProblem(`The hosted page of ${line.isp} has no form to accept with.`);
      const login = { username: line.name, password: line.password, decision: 'accept' };
      return redirectOf(await send(form.action, { method: 'POST', form: { ...form.fields, ...login }, expects: [303] }));
    },

    /** Logs in to the account page and presses the button that ends the only subscription there. */
    async endOnAccountPage(line: Line): Promise<void> {
      const login = { username: line.name, password: line.password };
      const entered = await send(at(line.isp, '/account/login?locale=en'), { method: 'POST', form: login, expects: [303] });
      const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
      const page = await send(redirectOf(entered), { headers: { cookie } });
      const endings = formsOf(page).filter(({ action }) => action.includes('/mandates/'));
      const [form] = endings;
      if (!form || endings.length > 1)
        throw new TourProblem(`The account page of ${line.name} shows ${endings.length} subscriptions, not 1.`);
      await send(form.action, { method: 'POST', form: form.fields, headers: { cookie }, expects: [303] });
    },

    /** What the ISP has booked on a line, in the order of booking. */
    async booksOf({ isp, name }: Line): Promise<Payment[]> {
      const books = await sendForJson(z.array(paymentSchema), at(isp, '/_control/payments'));
      return books.filter(({ line }) => line === name);
    },

    /** All that the ISP has booked. */
    allBooks: (isp: Isp): Promise<Payment[]> => sendForJson(z.array(paymentSchema), at(isp, '/_control/payments')),

    async mandateStatuses({ isp, name }: Line): Promise<string[]> {
      const mandates = await sendForJson(z.array(mandateSchema), at(isp, '/_control/mandates'));
      return mandates.filter(({ line }) => line === name).map(({ status }) => status);
    },
  };
}
