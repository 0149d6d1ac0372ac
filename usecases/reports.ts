import { dailyReport } from '../domain/reports.ts';
import type { UseCaseContext } from './context.ts';
import type { ReportUseCases } from './report-types.ts';
import { ownerOf } from './scope.ts';

export function createReportUseCases({ unitOfWork }: UseCaseContext): ReportUseCases {
  return {
    async getDailyReport(scope, { from, to, isp, document }) {
      const counted = await unitOfWork.read((stores) => stores.reports.counts(ownerOf(scope), { from, to, isp, document }));
      const report = dailyReport({ from, to, ...(isp === undefined ? {} : { isps: [isp] }), ...counted });
      return { from, to, isp, document, ...report };
    },
  };
}
