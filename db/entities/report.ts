import { defineEntity, p } from '@mikro-orm/core';
import { REPORT_FIGURES } from '../../domain/reports.ts';
import { cents, isp, mode, reference } from './columns.ts';

/** Written by triggers only, in the transaction that moves a charge, a refund or a subscription (docs/decisions/0019-reports-are-counted.md). */
const reported = {
  figure: () => p.enum(REPORT_FIGURES).length(12),
  /** Of a decline or an end, empty otherwise. */
  reason: () => p.string().length(24),
  occurrences: () => p.bigint('bigint'),
};

/** One thing that happened, until it is added up. */
export const ReportChange = defineEntity({
  name: 'ReportChange',
  tableName: 'report_change',
  indexes: [{ properties: ['merchant_id', 'mode', 'day'] }],
  properties: {
    id: p.bigint('bigint').primary().autoincrement(),
    merchant_id: reference(),
    mode: mode(),
    /** In Paris, `2026-11-23`. */
    day: p.date(),
    isp: isp(),
    document_id: reference(),
    figure: reported.figure(),
    reason: reported.reason(),
    occurrences: reported.occurrences(),
    amount_cents: cents(),
  },
});

/** All that happened on one day, added up. */
export const ReportDay = defineEntity({
  name: 'ReportDay',
  tableName: 'report_day',
  properties: {
    merchant_id: reference().primary(),
    mode: mode().primary(),
    day: p.date().primary(),
    isp: isp().primary(),
    document_id: reference().primary(),
    figure: reported.figure().primary(),
    reason: reported.reason().primary(),
    occurrences: reported.occurrences(),
    amount_cents: cents(),
  },
});
