import { html } from 'ghtml';
import { ISP_NAMES, ISPS } from '../../../domain/isps.ts';
import { SUBSCRIPTION_STATUSES } from '../../../domain/subscriptions.ts';
import type { SubscriptionListRow } from '../../../usecases/console/types.ts';
import type { Listing } from '../../../usecases/types.ts';
import type { Visit } from '../area.ts';
import { link, NOTHING } from '../kit/blocks.ts';
import { selectField, textField } from '../kit/fields.ts';
import { dayText, moneyText } from '../kit/format.ts';
import { subscriptionBadge } from '../kit/status.ts';
import { dataTable, pager } from '../kit/table.ts';
import { WORDS } from '../texts/words.ts';
import { TRANSACTIONS } from '../transactions/texts.ts';
import { SUBSCRIPTIONS } from './texts.ts';

export const SUBSCRIPTIONS_PATH = '/console/subscriptions';

export function renderSubscriptions({ locale, query }: Visit, { data, has_more }: Listing<SubscriptionListRow>): string {
  const texts = SUBSCRIPTIONS[locale];
  const { columns } = texts;
  const is_filtered = Object.keys(query).some((name) => name !== 'after');
  const is_named = data.some(({ client_reference }) => client_reference !== null);
  const table = dataTable({
    caption: texts.title,
    columns: [
      { label: columns.reference },
      { label: columns.document },
      ...(is_named ? [{ label: columns.own_reference }] : []),
      { label: columns.isp },
      { label: columns.price, is_number: true },
      { label: columns.status },
      { label: columns.began },
      { label: columns.next },
    ],
    empty: is_filtered ? texts.empty_filter : texts.empty,
    rows: data.map((row) => [
      link(`${SUBSCRIPTIONS_PATH}/${row.id}`, row.reference),
      html`${row.document_name}`,
      ...(is_named ? [row.client_reference === null ? NOTHING : html`${row.client_reference}`] : []),
      ISP_NAMES[row.isp],
      html`${WORDS[locale].per_period[row.period](moneyText(row.price_cents, locale))}`,
      subscriptionBadge(row.status, locale),
      dayText(row.began_at, locale),
      html`${nextText(row, locale)}`,
    ]),
  });
  return html`!${filterForm({ locale, query })}!${table}!${pager({ locale, path: SUBSCRIPTIONS_PATH, query, last_id: data.at(-1)?.id, has_more })}`;
}

function nextText({ next_charge_at, ended_at }: SubscriptionListRow, locale: Visit['locale']): string {
  if (ended_at) return SUBSCRIPTIONS[locale].ended_on(dayText(ended_at, locale));
  return next_charge_at ? dayText(next_charge_at, locale) : '–';
}

function filterForm({ locale, query }: Pick<Visit, 'locale' | 'query'>): string {
  const texts = TRANSACTIONS[locale];
  const words = WORDS[locale].subscription_status;
  const isps = [{ value: '', label: texts.any_isp }, ...ISPS.map((isp) => ({ value: isp, label: ISP_NAMES[isp] }))];
  const statuses = [
    { value: '', label: texts.any_status },
    ...SUBSCRIPTION_STATUSES.map((status) => ({ value: status, label: words[status] })),
  ];
  return html`<form class="c-filter" method="get" action="${SUBSCRIPTIONS_PATH}" role="search">
<div class="c-grow">!${textField({ name: 'q', type: 'search', label: texts.search, hint: texts.search_hint, value: query.q, length_max: 200 })}</div>
!${selectField({ name: 'isp', label: texts.isp, value: query.isp, choices: isps })}
!${selectField({ name: 'status', label: texts.status, value: query.status, choices: statuses })}
<p class="c-filter-end"><button>${texts.find}</button> <a href="${SUBSCRIPTIONS_PATH}">${texts.clear}</a></p>
</form>`;
}
