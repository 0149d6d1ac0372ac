import { z } from 'zod';
import { DECLINE_REASONS } from '../../domain/charges.ts';
import { CURRENCY, wireCents } from '../../domain/money.ts';
import type { CountedMoney, Figures } from '../../domain/reports.ts';
import { addDays, isDay } from '../../domain/statements.ts';
import { END_REASONS } from '../../domain/subscriptions.ts';
import type { ReportRequest, ReportView } from '../../usecases/report-types.ts';
import { livemode } from './answers.ts';
import { exampleId, idField, ispField, withoutPattern, withYears } from './fields.ts';

/** A quarter: what a page shows, and what one answer can hold. */
const DAYS_MAX = 92;
/** Between these every instant of a day has a year of four digits. */
const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2200-12-31';

const dayField = (description: string, example: string) =>
  z.iso
    .date('must be a day, such as 2027-01-31')
    .refine((day) => day >= FIRST_DAY && day <= LAST_DAY, 'must lie in the years 1970 to 2200')
    .meta({ description, example, override: withYears });

export const reportQuery = z
  .strictObject({
    from: dayField('The first day, in Paris.', '2027-01-01'),
    to: dayField(`The last day, in Paris: at most ${DAYS_MAX} days in all.`, '2027-01-31'),
    isp: ispField.exactOptional().meta({ description: 'Only this provider.' }),
    document: idField('doc', 'a document')
      .exactOptional()
      .meta({ description: 'Only this document.', example: exampleId('doc') }),
  })
  .superRefine(({ from, to }, context) => {
    // Told already.
    if (!isDay(from) || !isDay(to)) return;
    const message =
      to < from ? 'must not be before from' : to >= addDays(from, DAYS_MAX) ? `must be within ${DAYS_MAX} days of from` : undefined;
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['to'], message, input: to });
  })
  .transform((query): ReportRequest => query);

const count = z.int().min(0).meta({ example: 3 });
const money = z.object({ count, amount: z.int().min(0).meta({ description: 'Euro cents, VAT included.', example: 900 }) });

function reasons<const Reasons extends readonly [string, ...string[]]>(name: Reasons) {
  return z.array(z.object({ reason: z.enum(name), count })).meta({ description: 'The most frequent first.', example: [] });
}

const figures = {
  sales: money.meta({ description: 'One-shot purchases, and the first charges of subscriptions.' }),
  new_subscriptions: money.meta({ description: 'Of the sales: the first charges of subscriptions.' }),
  renewals: money.meta({ description: 'Later charges of subscriptions.' }),
  recovered: money.meta({ description: 'Of the renewals: those that a refusal came before.' }),
  refunds: money.meta({ description: 'What was given back.' }),
  declines: z
    .object({ count, by_reason: reasons(DECLINE_REASONS) })
    .meta({ description: 'Refused tries, and doubts that ended without a charge.', example: { count: 0, by_reason: [] } }),
  ended: z
    .object({
      count,
      by_reason: reasons(END_REASONS),
      rate: z
        .number()
        .min(0)
        .nullable()
        .meta({ description: 'Of those that were active at the start, rounded to 0.0001; null where none was.', example: 0.0125 }),
    })
    .meta({ description: 'Subscriptions that ended.', example: { count: 0, by_reason: [], rate: 0 } }),
  active_subscriptions: count.meta({ description: 'At the end of the day, or of the last day.', example: 240 }),
};

const figuresSchema = z.object(figures).meta({ id: 'ReportFigures', description: 'What docs/reference/reports.md defines.' });
const ispFiguresSchema = z.object({ isp: ispField, ...figures }).meta({ id: 'ReportOfIsp' });
const daySchema = z
  .object({
    day: z.iso.date().meta({ description: 'In Paris.', example: '2027-01-31', override: withoutPattern }),
    ...figures,
    isps: z.array(ispFiguresSchema),
  })
  .meta({ id: 'ReportDay', description: 'One day in Paris, at all providers and at each.' });

export const dailyReportSchema = z
  .object({
    livemode,
    from: z.iso.date().meta({ example: '2027-01-31', override: withoutPattern }),
    to: z.iso.date().meta({ example: '2027-01-31', override: withoutPattern }),
    isp: ispField.exactOptional(),
    document: z
      .string()
      .meta({ example: exampleId('doc') })
      .exactOptional(),
    currency: z.literal(CURRENCY),
    total: figuresSchema,
    data: z.array(daySchema),
  })
  .meta({ id: 'DailyReport', description: 'The days from `from` to `to`, each of them, in their order.' });

export function wireDailyReport(view: ReportView, live: boolean): z.output<typeof dailyReportSchema> {
  const { from, to, isp, document, total, days } = view;
  return {
    livemode: live,
    from,
    to,
    ...(isp === undefined ? {} : { isp }),
    ...(document === undefined ? {} : { document }),
    currency: CURRENCY,
    total: wireFigures(total),
    data: days.map((day) => ({
      day: day.day,
      ...wireFigures(day.total),
      isps: day.isps.map((each) => ({ isp: each.isp, ...wireFigures(each.figures) })),
    })),
  };
}

function wireFigures(of: Figures): z.output<typeof figuresSchema> {
  return {
    sales: wireMoney(of.sales),
    new_subscriptions: wireMoney(of.new_subscriptions),
    renewals: wireMoney(of.renewals),
    recovered: wireMoney(of.recovered),
    refunds: wireMoney(of.refunds),
    declines: of.declines as z.output<(typeof figures)['declines']>,
    ended: of.ended as z.output<(typeof figures)['ended']>,
    active_subscriptions: of.active_subscriptions,
  };
}

const wireMoney = ({ count, amount_cents }: CountedMoney) => ({ count, amount: wireCents(amount_cents) });
