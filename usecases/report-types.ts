import type { Isp } from '../domain/isps.ts';
import type { DailyReport } from '../domain/reports.ts';
import type { Scope } from './types.ts';

/** Days in Paris, `2026-11-23`, both inclusive. */
export type ReportRequest = { from: string; to: string; isp?: Isp | undefined; document?: string | undefined };
export type ReportView = ReportRequest & DailyReport;

export type ReportUseCases = { getDailyReport(scope: Scope, request: ReportRequest): Promise<ReportView> };
