import { ISPS } from '../../../domain/isps.ts';
import { SUBSCRIPTION_STATUSES } from '../../../domain/subscriptions.ts';
import type { Area, Shown, Visit } from '../area.ts';
import { subscriptionBadge } from '../kit/status.ts';
import { COMMON } from '../texts/common.ts';
import { afterOf, transactionFilter } from '../transactions/filter.ts';
import type { ConsoleUseCases } from '../use-cases.ts';
import { type Life, renderLife } from './life-view.ts';
import { renderSubscriptions, SUBSCRIPTIONS_PATH } from './list-view.ts';
import { SUBSCRIPTIONS } from './texts.ts';

const PAGE_ROWS = 25;

/** Who is subscribed, and each subscription's whole life. */
export function addSubscriptionPages(area: Area, useCases: ConsoleUseCases): void {
  area.get('/subscriptions', async (visit) => {
    const { scope, locale, query } = visit;
    const filter = {
      text: transactionFilter(query).text,
      isp: ISPS.find((isp) => isp === query.isp),
      status: SUBSCRIPTION_STATUSES.find((status) => status === query.status),
    };
    const found = await useCases.searchSubscriptions(scope, { ...filter, limit: PAGE_ROWS, after: afterOf(query) });
    return { title: SUBSCRIPTIONS[locale].title, active: 'subscriptions', body: renderSubscriptions(visit, found) };
  });

  area.get('/subscriptions/:id', async (visit, id) => {
    const life = await readLife(useCases, visit, id);
    const is_done = visit.query.done === 'cancelled' && life.subscription.status === 'ended';
    return { ...lifePage(visit, life), done: is_done ? SUBSCRIPTIONS[visit.locale].cancelled : undefined };
  });

  area.post('/subscriptions/:id/cancel', async (visit, fields, id) => {
    if (fields.confirmed !== 'yes') {
      const problem = SUBSCRIPTIONS[visit.locale].cancel_unconfirmed;
      return { ...lifePage(visit, await readLife(useCases, visit, id)), problem, status: 422 };
    }
    await useCases.cancelSubscription(visit.scope, id);
    return { go_to: `${SUBSCRIPTIONS_PATH}/${id}?done=cancelled` };
  });
}

async function readLife(useCases: ConsoleUseCases, { scope }: Visit, id: string): Promise<Life> {
  const [subscription, dossier] = await Promise.all([useCases.getSubscription(scope, id), useCases.getDossier(scope, id)]);
  return { subscription, dossier };
}

function lifePage(visit: Visit, life: Life): Exclude<Shown, { go_to: string } | { raw: string }> {
  const { locale } = visit;
  return {
    title: SUBSCRIPTIONS[locale].detail_title(life.subscription.reference),
    badge: subscriptionBadge(life.subscription.status, locale),
    active: 'subscriptions',
    parent: { title: COMMON[locale].navigation.subscriptions, href: SUBSCRIPTIONS_PATH },
    body: renderLife(visit, life),
  };
}
