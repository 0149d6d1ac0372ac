import type { UseCases } from '../../usecases/types.ts';
import { type Operation, operation } from '../operation.ts';
import { dailyReportSchema, reportQuery, wireDailyReport } from '../schemas/reports.ts';

/** docs/reference/reports.md defines every figure. */
export function reportOperations(useCases: Pick<UseCases, 'getDailyReport'>): Operation[] {
  return [
    operation({
      name: 'getDailyReport',
      tag: 'Reports',
      method: 'get',
      path: '/v1/reports/daily',
      summary: 'Read what was sold, renewed, refused, given back and ended, day by day',
      description:
        'Days are those of Paris. A charge counts on the day on which the provider books it, so a day may still change while a doubt of it is open.',
      query: reportQuery,
      answers: { 200: { description: 'The report.', schema: dailyReportSchema } },
      refusals: [],
      handle: async ({ scope, live, query }) => ({ status: 200, body: wireDailyReport(await useCases.getDailyReport(scope, query), live) }),
    }),
  ];
}
