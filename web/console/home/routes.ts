import type { Area } from '../area.ts';
import { card, link } from '../kit/blocks.ts';
import { TRANSACTIONS_PATH, transactionTable } from '../transactions/list-view.ts';
import { TRANSACTIONS } from '../transactions/texts.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { HOME } from './texts.ts';

const LATEST = 8;

/** How the day goes, at a glance. */
export function addHomePage(area: Area, useCases: ConsoleUseCases): void {
  area.get('/', async ({ scope, locale }) => {
    const texts = HOME[locale];
    const latest = await useCases.searchTransactions(scope, { limit: LATEST, after: undefined });
    const table = transactionTable(latest.data, locale, TRANSACTIONS[locale].empty);
    return { title: texts.title, active: 'home', body: card(texts.latest, table, { actions: link(TRANSACTIONS_PATH, texts.all) }) };
  });
}
