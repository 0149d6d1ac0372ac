import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { IspUnavailable, type PaymentResult } from '../../domain/payments.ts';
import { type StatementLine, statementDays } from '../../domain/statements.ts';
import { answerOrUnavailable, type IspHttp } from './http.ts';
import { declineReason } from './wire.ts';

/** What an ISP knows of one attempt: a result, that it is under way there, or nothing. */
export type Finding = Extract<PaymentResult, { kind: 'succeeded' | 'declined' }> | { kind: 'processing' } | { kind: 'absent' };

const PAGE = 100;
const PAGES_MAX = 1_000;
/** Clocks of two companies differ; the window around a charge is wider than that. */
const WINDOW_MS = 36 * 3_600_000;

const listedPayment = z.object({
  paymentId: z.string().min(1).max(120),
  paymentStatus: z.enum(['processing', 'pending_validation', 'denied', 'reserved', 'succeeded', 'cancelled']),
  denialReason: z.string().optional(),
  amountTransaction: z.object({ clientCorrelator: z.string().optional(), referenceCode: z.string() }),
});

type ListedPayment = z.infer<typeof listedPayment>;
type Asked = { client_correlator: string; reference_code: string; booked_at: Date };
export type Tools = { http: IspHttp; client_secret: string };

/** Looks through the ISP's list of payments by reference, over a window of time, all pages of it. */
export async function findInList(tools: Tools, path: string, asked: Asked): Promise<Finding> {
  const query = {
    'paymentCreationDate.gte': new Date(asked.booked_at.getTime() - WINDOW_MS).toISOString(),
    'paymentCreationDate.lte': new Date(asked.booked_at.getTime() + WINDOW_MS).toISOString(),
    referenceCode: asked.reference_code,
  };
  const found = await findOnPages(tools, { path, query, item: listedPayment }, isOfCorrelator(asked.client_correlator));
  return found ? findingOf(found) : { kind: 'absent' };
}

export function isOfCorrelator(client_correlator: string) {
  return ({ amountTransaction }: { amountTransaction: { clientCorrelator?: string | undefined } }) =>
    amountTransaction.clientCorrelator === client_correlator;
}

type List<T> = { path: string; query: Record<string, string>; item: z.ZodType<T> };

/** The first item of a list of CAMARA that is meant, all pages of it read. Throws IspUnavailable for anything that is not such a list. */
export async function findOnPages<T>({ http, client_secret }: Tools, list: List<T>, isMeant: (item: T) => boolean): Promise<T | undefined> {
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const query = new URLSearchParams({ ...list.query, order: 'asc', page: String(page), perPage: String(PAGE) });
    const answer = answerOrUnavailable(await http.call({ method: 'GET', path: `${list.path}?${query}`, bearer: client_secret }));
    const items = z.array(list.item).safeParse(answer.body);
    if (answer.status !== 200 || !items.success) throw new IspUnavailable(`the list answered ${answer.status}`);
    const found = items.data.find(isMeant);
    if (found || items.data.length < PAGE) return found;
  }
  throw new IspUnavailable('the list does not end');
}

function findingOf(payment: ListedPayment): Finding {
  switch (payment.paymentStatus) {
    case 'succeeded':
      return { kind: 'succeeded', isp_reference: payment.paymentId };
    case 'denied':
    case 'cancelled':
      return { kind: 'declined', reason: declineReason(payment.denialReason), raw: payment.paymentStatus };
    default:
      return { kind: 'processing' };
  }
}

const statementLine = z.object({
  payment_id: z.string().min(1).max(120),
  client_correlator: z.string(),
  reference_code: z.string(),
  amount_cents: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(BigInt),
  currency: z.literal('EUR'),
  type: z.enum(['charge', 'refund']),
  booked_at: z.string(),
});

/** The settled charges and refunds of one Paris day, `YYYY-MM-DD`. */
export async function readStatement({ http, client_secret }: Tools, day: string): Promise<StatementLine[]> {
  const answer = answerOrUnavailable(await http.call({ method: 'GET', path: `/statements/${day}`, bearer: client_secret }));
  if (answer.status !== 200) throw new IspUnavailable(`the statement of ${day} answered ${answer.status}`);
  const lines = z.array(statementLine).safeParse(rowsOf(answer.text));
  if (!lines.success) throw new IspUnavailable(`the statement of ${day} is not in the agreed form`);
  return lines.data;
}

/** Looks on each statement that may hold what was booked at this instant, one or two near midnight, until one does. */
export async function onStatements<F extends { kind: string }>(
  tools: Tools,
  booked_at: Date,
  find: (lines: StatementLine[]) => F,
): Promise<F> {
  const [first, ...later] = statementDays(booked_at);
  let finding = find(await readStatement(tools, first));
  for (const day of later) if (finding.kind === 'absent') finding = find(await readStatement(tools, day));
  return finding;
}

/**
 * The rows below the agreed header. Undefined for anything else, such as a page that stands in front of the ISP: taken for a statement
 * without rows, it would prove that nothing was charged.
 */
function rowsOf(csv: string): unknown {
  let header: string[] = [];
  try {
    const rows: unknown = parse(csv, { columns: (names: string[]) => (header = names), skip_empty_lines: true });
    return Object.keys(statementLine.shape).every((column) => header.includes(column)) ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** A statement holds what was settled: a charge that is not on it was refused, or is not settled yet. */
export function findInStatement(lines: StatementLine[], client_correlator: string): Finding {
  const line = lines.find((each) => each.type === 'charge' && each.client_correlator === client_correlator);
  return line ? { kind: 'succeeded', isp_reference: line.payment_id } : { kind: 'absent' };
}
