import { payoutFile } from '../../domain/payout-file.ts';
import type { PayoutUseCases } from '../../usecases/payout-types.ts';
import { type Answer, type Operation, operation } from '../operation.ts';
import { renderPayout } from '../pages/payout-statement.ts';
import { pageQuery, wireList } from '../schemas/pages.ts';
import {
  balanceSchema,
  newPayoutSchema,
  payoutItemListSchema,
  payoutListSchema,
  statementQuery,
  statementSchema,
  wireBalance,
  wireItem,
  wirePayout,
  wireStatement,
} from '../schemas/payouts.ts';

/** docs/reference/payouts.md explains what they say. */
export function payoutOperations(useCases: PayoutUseCases): Operation[] {
  return [
    operation({
      name: 'getBalance',
      tag: 'Payouts',
      method: 'get',
      path: '/v1/balance',
      summary: 'Read what you are owed: pending, available, and carried forward',
      answers: { 200: { description: 'As it stands now.', schema: balanceSchema } },
      refusals: [],
      handle: async ({ scope }) => ({ status: 200, body: wireBalance(await useCases.getBalance(scope)) }),
    }),
    operation({
      name: 'listPayouts',
      tag: 'Payouts',
      method: 'get',
      path: '/v1/payouts',
      summary: 'List monthly statements',
      query: pageQuery('po'),
      answers: { 200: { description: 'A page, newest first, without their lines.', schema: payoutListSchema } },
      refusals: [],
      handle: async ({ scope, query }) => ({ status: 200, body: wireList(await useCases.listPayouts(scope, query), wirePayout) }),
    }),
    makeTestPayout(useCases),
    getPayout(useCases),
    operation({
      name: 'listPayoutItems',
      tag: 'Payouts',
      method: 'get',
      path: '/v1/payouts/{id}/items',
      id_prefix: 'po',
      summary: 'List every sale and refund of a statement',
      query: pageQuery('pst'),
      answers: { 200: { description: 'A page, oldest first.', schema: payoutItemListSchema } },
      refusals: [],
      handle: async ({ scope, resource_id, query }) => ({
        status: 200,
        body: wireList(await useCases.listPayoutItems(scope, { ...query, payout: resource_id }), wireItem),
      }),
    }),
  ];
}

function makeTestPayout(useCases: PayoutUseCases): Operation {
  return operation({
    name: 'makeTestPayout',
    tag: 'Payouts',
    method: 'post',
    path: '/v1/payouts',
    summary: 'State a month of test data, as the clock does for live money; test clocks may lie ahead',
    body: newPayoutSchema,
    example: { month: '2027-03' },
    idempotent: 'po',
    answers: {
      200: { description: 'The month was stated before, and stays as it is.', schema: statementSchema },
      201: { description: 'The statement.', schema: statementSchema },
    },
    refusals: ['payout_in_live_mode', 'payout_nothing_due'],
    handle: async ({ scope, resource_id, body }) => {
      const { payout, is_new } = await useCases.makeTestPayout(scope, { id: resource_id, month: body.month });
      return { status: is_new ? 201 : 200, body: wireStatement(payout) };
    },
  });
}

function getPayout(useCases: PayoutUseCases): Operation {
  return operation({
    name: 'getPayout',
    tag: 'Payouts',
    method: 'get',
    path: '/v1/payouts/{id}',
    id_prefix: 'po',
    summary: 'Read a statement, as JSON, as CSV, or as a page to print',
    query: statementQuery,
    answers: { 200: { description: 'The statement.', schema: statementSchema, or_csv: true, or_page: true } },
    refusals: [],
    handle: async ({ scope, resource_id, wanted, query }): Promise<Answer> => {
      const statement = await useCases.getPayout(scope, resource_id);
      switch (query.format ?? wanted) {
        case 'csv':
          return { status: 200, csv: payoutFile(statement), name: `${statement.id}.csv` };
        case 'html':
          return { status: 200, page: renderPayout(statement, query.locale ?? 'fr') };
        case 'json':
          return { status: 200, body: wireStatement(statement) };
      }
    },
  });
}
