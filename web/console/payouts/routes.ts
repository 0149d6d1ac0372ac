import { z } from 'zod';
import { payoutFile } from '../../../domain/payout-file.ts';
import { isMonth, type PayoutStatement } from '../../../domain/payouts.ts';
import type { Locale } from '../../../domain/subscriptions.ts';
import type { Area, Shown, Visit } from '../area.ts';
import { fieldText } from '../kit/fields.ts';
import { monthText } from '../kit/format.ts';
import { refusalSentence } from '../refusal-texts.ts';
import { COMMON } from '../texts/common.ts';
import { afterOf } from '../transactions/filter.ts';
import type { ConsoleUseCases, NewId } from '../use-cases.ts';
import { PAYOUTS } from './texts.ts';
import { PAYOUTS_PATH, payoutBadge, renderPayouts, renderStatement, statementLinks } from './views.ts';

const PAGE_ROWS = 25;
const PayoutId = z.string().regex(/^po_\w{1,36}$/);

type Page = Exclude<Shown, { go_to: string } | { raw: string }>;

/** `renderPayout` makes the page to print: the one that the API's callers get too. */
export type PayoutPagesConfig = { newId: NewId; renderPayout: (statement: PayoutStatement, locale: Locale) => string };

/** What merchants are owed and were paid. */
export function addPayoutPages(area: Area, useCases: ConsoleUseCases, { newId, renderPayout }: PayoutPagesConfig): void {
  const payoutsPage = async (visit: Visit, { id, wrong_month }: { id: string; wrong_month?: string }): Promise<Page> => {
    const { scope, locale, query } = visit;
    const page = { limit: PAGE_ROWS, after: afterOf(query) };
    const [balance, payouts] = await Promise.all([useCases.getBalance(scope), useCases.listPayouts(scope, page)]);
    const body = renderPayouts(visit, { balance, payouts, id, ...(wrong_month === undefined ? {} : { wrong_month }) });
    return { title: PAYOUTS[locale].title, active: 'payouts', body };
  };

  area.get('/payouts', async (visit) => await payoutsPage(visit, { id: newId('po') }));

  area.post('/payouts', async (visit, fields) => {
    const id = PayoutId.catch(newId('po')).parse(fields.id);
    const month = fieldText(fields, 'month');
    if (!isMonth(month)) return { ...(await payoutsPage(visit, { id, wrong_month: month })), status: 422 };
    try {
      const { payout } = await useCases.makeTestPayout(visit.scope, { id, month });
      return { go_to: `${PAYOUTS_PATH}/${payout.id}` };
    } catch (error) {
      const problem = refusalSentence(error, visit.locale);
      return { ...(await payoutsPage(visit, { id })), problem, status: 422 };
    }
  });

  area.get('/payouts/:id', async (visit, id) => {
    const { scope, locale } = visit;
    const statement = await useCases.getPayout(scope, id);
    return {
      title: PAYOUTS[locale].detail_title(monthText(statement.month, locale)),
      badge: payoutBadge(statement, locale),
      active: 'payouts',
      parent: { title: COMMON[locale].navigation.payouts, href: PAYOUTS_PATH },
      actions: statementLinks(visit, statement),
      body: renderStatement(visit, statement),
    };
  });

  area.get('/payouts/:id/csv', async ({ scope }, id) => ({ raw: payoutFile(await useCases.getPayout(scope, id)), type: 'csv' }));

  area.get('/payouts/:id/print', async ({ scope, locale }, id) => ({
    raw: renderPayout(await useCases.getPayout(scope, id), locale),
    type: 'html',
  }));
}
