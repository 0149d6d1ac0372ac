import { html } from 'ghtml';
import { addDays, isDay, parisDay } from '../../../domain/statements.ts';
import type { Area, Visit } from '../area.ts';
import { card, link } from '../kit/blocks.ts';
import { TRANSACTIONS_PATH, transactionTable } from '../transactions/list-view.ts';
import { TRANSACTIONS } from '../transactions/texts.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { HOME } from './texts.ts';
import { type Glance, PERIODS_SHOWN, renderGlance } from './views.ts';

const LATEST = 5;
const DEFAULT_DAYS = 30;
/** The report answers at most so many days; so far the days before are compared. */
const REPORT_DAYS_MAX = 92;

/** How the day goes, at a glance. */
export function addHomePage(area: Area, useCases: ConsoleUseCases, { now }: { now: () => Date }): void {
  area.get('/', async (visit) => {
    const { scope, locale } = visit;
    const texts = HOME[locale];
    const [glance, latest] = await Promise.all([
      readGlance(useCases, visit, now()),
      useCases.searchTransactions(scope, { limit: LATEST, after: undefined }),
    ]);
    const table = transactionTable(latest.data, locale, TRANSACTIONS[locale].empty);
    const transactions = card(texts.latest, table, { actions: link(TRANSACTIONS_PATH, texts.all) });
    return { title: texts.title, active: 'home', body: html`!${renderGlance(visit, glance)}!${transactions}` };
  });
}

async function readGlance(useCases: ConsoleUseCases, { scope, query }: Visit, now: Date): Promise<Glance> {
  const days = PERIODS_SHOWN.find((period) => String(period) === query.days) ?? DEFAULT_DAYS;
  const until = query.until !== undefined && isDay(query.until) ? query.until : parisDay(now);
  const read_days = days * 2 <= REPORT_DAYS_MAX ? days * 2 : days;
  const report = await useCases.getDailyReport(scope, { from: addDays(until, 1 - read_days), to: until });
  return { days, until, shown: report.days.slice(-days), before: report.days.slice(0, -days) };
}
