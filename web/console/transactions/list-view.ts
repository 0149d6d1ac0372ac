import { html } from 'ghtml';
import { CHARGE_STATUSES } from '../../../domain/charges.ts';
import { ISP_NAMES, ISPS } from '../../../domain/isps.ts';
import type { TransactionRow } from '../../../usecases/console/types.ts';
import type { Listing } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { link, NOTHING, time } from '../kit/blocks.ts';
import { selectField, textField } from '../kit/fields.ts';
import { moneyText } from '../kit/format.ts';
import { chargeBadge } from '../kit/status.ts';
import { dataTable, pager } from '../kit/table.ts';
import { WORDS } from '../texts/words.ts';
import { TRANSACTIONS } from './texts.ts';

export const TRANSACTIONS_PATH = '/console/transactions';

/** The list with what it is narrowed by. */
export function renderTransactions({ locale, query }: Visit, { data, has_more }: Listing<TransactionRow>): string {
  const texts = TRANSACTIONS[locale];
  const is_filtered = Object.keys(query).some((name) => name !== 'after');
  return html`!${filterForm({ locale, query })}
!${transactionTable(data, locale, is_filtered ? texts.empty_filter : texts.empty)}
!${pager({ locale, path: TRANSACTIONS_PATH, query, last_id: data.at(-1)?.id, has_more })}`;
}

function filterForm({ locale, query }: Pick<Visit, 'locale' | 'query'>): string {
  const texts = TRANSACTIONS[locale];
  const { charge_status } = WORDS[locale];
  const isps = [{ value: '', label: texts.any_isp }, ...ISPS.map((isp) => ({ value: isp, label: ISP_NAMES[isp] }))];
  const statuses = [
    { value: '', label: texts.any_status },
    ...CHARGE_STATUSES.map((status) => ({ value: status, label: charge_status[status] })),
    { value: 'refunded', label: texts.refunded_any },
  ];
  return html`<form class="c-filter" method="get" action="${TRANSACTIONS_PATH}" role="search">
<div class="c-grow">!${textField({ name: 'q', type: 'search', label: texts.search, hint: texts.search_hint, value: query.q, length_max: 200 })}</div>
!${selectField({ name: 'isp', label: texts.isp, value: query.isp, choices: isps })}
!${selectField({ name: 'status', label: texts.status, value: query.status, choices: statuses })}
!${textField({ name: 'from', type: 'date', label: texts.from, value: query.from })}
!${textField({ name: 'until', type: 'date', label: texts.until, value: query.until })}
<p class="c-filter-end"><button>${texts.find}</button> <a href="${TRANSACTIONS_PATH}">${texts.clear}</a></p>
</form>`;
}

export function transactionTable(rows: readonly TransactionRow[], locale: Visit['locale'], empty: string): string {
  const { title, columns, period_number, single } = TRANSACTIONS[locale];
  // Merchants who name nothing themselves are spared the empty column.
  const is_named = rows.some(({ client_reference }) => client_reference !== null);
  return dataTable({
    caption: title,
    columns: [
      { label: columns.reference },
      { label: columns.what },
      ...(is_named ? [{ label: columns.own_reference }] : []),
      { label: columns.isp },
      { label: columns.amount, is_number: true },
      { label: columns.status },
      { label: columns.date },
    ],
    empty,
    rows: rows.map((row) => [
      link(`${TRANSACTIONS_PATH}/${row.id}`, row.reference),
      html`${row.document_name} <small>${row.period_index === null ? single : period_number(row.period_index + 1)}</small>`,
      ...(is_named ? [row.client_reference === null ? NOTHING : html`${row.client_reference}`] : []),
      ISP_NAMES[row.isp],
      moneyText(row.amount_cents, locale),
      chargeBadge(row, locale),
      time(row.at, locale),
    ]),
  });
}
