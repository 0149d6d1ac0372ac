import type { ChargeListQuery } from '../db/stores/charges.ts';
import type { DateOrder, ListQuery } from '../db/stores/paging.ts';
import { madeAt } from '../vault/ids.ts';
import type { EventPage } from './event-types.ts';
import type { ChargePage, PurchasePage, SubscriptionPage } from './list-types.ts';
import type { Page } from './types.ts';

/** Lists may be narrowed to one purchase or subscription. */
export function subjectFilter(page: { purchase?: string | undefined; subscription?: string | undefined }): object {
  return given({ purchase_id: page.purchase, subscription_id: page.subscription });
}

/** Of two dates, the list is ordered by the one of booking. */
export function chargeQuery(page: ChargePage): ChargeListQuery {
  const { document, isp, created_from, created_to, booked_from, booked_to } = page;
  const created = { from: created_from, to: created_to };
  const booked = { from: booked_from, to: booked_to };
  return {
    page,
    filter: {
      $and: [
        subjectFilter(page),
        given({ document_id: document, isp, status: rowStatus(page.status) }),
        between('created_at', created),
        between('booked_at', booked),
      ],
    },
    given_back: GIVEN_BACK[page.status ?? ''],
    order: orderBy('booked_at', booked, page) ?? orderBy('created_at', created, page),
  };
}

export function saleQuery(page: PurchasePage | SubscriptionPage): ListQuery {
  const { document, isp, status, client_reference } = page;
  const created = { from: page.created_from, to: page.created_to };
  return {
    page,
    filter: { $and: [given({ document_id: document, isp, status, client_reference }), between('created_at', created)] },
    order: orderBy('created_at', created, page),
  };
}

export function eventQuery(page: EventPage): ListQuery {
  const { document, type, delivery_status } = page;
  const created = { from: page.created_from, to: page.created_to };
  return {
    page,
    filter: { $and: [subjectFilter(page), given({ document_id: document, type, delivery_status }), between('created_at', created)] },
    order: orderBy('created_at', created, page),
  };
}

/** The row stays a success, with what was given back beside it. */
const GIVEN_BACK: Partial<Record<string, ChargeListQuery['given_back']>> = {
  succeeded: 'nothing',
  partly_refunded: 'part',
  refunded: 'all',
};

function rowStatus(status: ChargePage['status']) {
  return status === 'refunded' || status === 'partly_refunded' ? 'succeeded' : status;
}

type Range = { from: Date | undefined; to: Date | undefined };

function between(column: DateOrder['column'], { from, to }: Range): object {
  return from || to ? { [column]: given({ $gte: from, $lt: to }) } : {};
}

/** A list that is narrowed by a date is ordered by it, so that an index begins where the page does. */
function orderBy(column: DateOrder['column'], { from, to }: Range, { after }: Page): DateOrder | undefined {
  return from || to ? { column, unknown_at: after === undefined ? new Date(0) : madeAt(after) } : undefined;
}

function given(conditions: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
}
