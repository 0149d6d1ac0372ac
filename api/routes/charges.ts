import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { chargeListSchema, chargeSchema, wireCharge } from '../schemas/charges.ts';
import { chargePageQuery } from '../schemas/list-filters.ts';
import { wireList } from '../schemas/pages.ts';

const LIST_FILTERS =
  'Filters may be combined. A list that is narrowed by a date is ordered by that date, newest first; of two kinds of dates, by the one of booking.';

export function chargeOperations(useCases: UseCases): Operation[] {
  return [
    operation({
      name: 'listCharges',
      tag: 'Charges',
      method: 'get',
      path: '/v1/charges',
      summary: 'List transactions at the ISPs',
      description: LIST_FILTERS,
      query: chargePageQuery,
      answers: { 200: { description: 'A page, newest first.', schema: chargeListSchema } },
      refusals: [],
      handle: async ({ scope, live, query }) => ({
        status: 200,
        body: wireList(await useCases.listCharges(scope, query), (view) => wireCharge(view, live)),
      }),
    }),
    operation({
      name: 'getCharge',
      tag: 'Charges',
      method: 'get',
      path: '/v1/charges/{id}',
      id_prefix: 'chg',
      summary: 'Read a transaction and its attempts',
      answers: { 200: { description: 'The charge.', schema: chargeSchema } },
      refusals: [],
      handle: async ({ scope, live, resource_id }) => ({
        status: 200,
        body: wireCharge(await useCases.getCharge(scope, resource_id), live),
      }),
    }),
  ];
}
