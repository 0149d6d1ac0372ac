import type { ChargeView } from '../../../usecases/types.ts';
import type { Area, Shown, Visit } from '../area.ts';
import { chargeBadge } from '../kit/status.ts';
import { refusalSentence } from '../refusal-texts.ts';
import { COMMON } from '../texts/common.ts';
import type { ConsoleUseCases, NewId } from '../use-cases.ts';
import { renderTransaction, type Transaction } from './detail-view.ts';
import { afterOf, transactionFilter } from './filter.ts';
import { renderTransactions, TRANSACTIONS_PATH } from './list-view.ts';
import { parseRefund, type RefundForm } from './refund-form.ts';
import { TRANSACTIONS } from './texts.ts';

const PAGE_ROWS = 25;
const EVENTS_MAX = 100;

/** What was charged: the list to search in, and each charge with its attempts, refunds and callbacks. */
export function addTransactionPages(area: Area, useCases: ConsoleUseCases, { newId }: { newId: NewId }): void {
  area.get('/transactions', async (visit) => {
    const { scope, locale, query } = visit;
    const page = { limit: PAGE_ROWS, after: afterOf(query) };
    const found = await useCases.searchTransactions(scope, { ...transactionFilter(query), ...page });
    return { title: TRANSACTIONS[locale].title, active: 'transactions', body: renderTransactions(visit, found) };
  });

  area.get('/transactions/:id', async (visit, id) => {
    const transaction = await readTransaction(useCases, visit, id);
    const done = doneText(transaction.charge, visit);
    return { ...transactionPage(visit, transaction, { id: newId('ref') }), done };
  });

  area.post('/transactions/:id/refund', async (visit, fields, id) => {
    const transaction = await readTransaction(useCases, visit, id);
    const parsed = parseRefund(fields, newId('ref'));
    if ('form' in parsed) return { ...transactionPage(visit, transaction, parsed.form), status: 422 };
    const { refund } = parsed;
    try {
      const made = await useCases.refundCharge(visit.scope, { ...refund, charge: id });
      return { go_to: `${TRANSACTIONS_PATH}/${made.charge}?refunded=${made.id}` };
    } catch (error) {
      const problem = refusalSentence(error, visit.locale);
      return { ...transactionPage(visit, transaction, { ...refund, amount: String(fields.amount) }), problem, status: 422 };
    }
  });
}

function transactionPage(visit: Visit, transaction: Transaction, form: RefundForm): Exclude<Shown, { go_to: string } | { raw: string }> {
  const { locale } = visit;
  const { charge } = transaction;
  return {
    title: TRANSACTIONS[locale].detail_title(charge.reference),
    badge: chargeBadge(charge, locale),
    active: 'transactions',
    parent: { title: COMMON[locale].navigation.transactions, href: TRANSACTIONS_PATH },
    body: renderTransaction(visit, transaction, form),
  };
}

/** What was just asked for, if the address names a refund of this very charge. */
function doneText(charge: ChargeView, { locale, query }: Visit): string | undefined {
  const refund = charge.refunds.find(({ id }) => id === query.refunded);
  if (refund === undefined) return undefined;
  return refund.status === 'succeeded' ? TRANSACTIONS[locale].refund_done : TRANSACTIONS[locale].refund_under_way;
}

async function readTransaction(useCases: ConsoleUseCases, { scope }: Visit, id: string): Promise<Transaction> {
  const charge = await useCases.getCharge(scope, id);
  const { purchase: purchase_id, subscription: subscription_id } = charge;
  const [document, purchase, subscription, events] = await Promise.all([
    useCases.getDocument(scope, charge.document),
    purchase_id === null ? null : useCases.getPurchase(scope, purchase_id),
    subscription_id === null ? null : useCases.getSubscription(scope, subscription_id),
    useCases.listEvents(scope, {
      limit: EVENTS_MAX,
      after: undefined,
      purchase: purchase_id ?? undefined,
      subscription: subscription_id ?? undefined,
    }),
  ]);
  const client_reference = purchase?.client_reference ?? subscription?.client_reference ?? null;
  // Of a subscription's events, those that tell of this charge.
  const own = events.data.filter(({ data }) => subscription_id === null || data.charge === charge.id);
  return { charge, document, purchase, client_reference, events: own };
}
