import type { Stack } from '../../local/tour/answers.ts';
import { eventually } from '../support/world/eventually.ts';
import { IspControl } from '../support/world/isp-control.ts';

type Made = Record<string, unknown> & { id: string };

/** A few objects of each kind at the demo merchant; their ids by prefix. */
export async function makeSales(stack: Stack): Promise<Record<string, string[]>> {
  const isps = new IspControl(stack.isps.base);
  const call = async (path: string, body?: object): Promise<Made> => {
    const answer = await fetch(`${stack.api}/v1/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${stack.merchant.api_key}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Made;
  };
  const list = async (path: string) => (await call(`${path}?limit=10`)).data as Made[];
  const documents = await list('documents');
  const of = (kind: string) => documents.find((document) => document.kind === kind)?.id ?? '';
  const [codes, journal] = [of('one_shot'), of('rebilling')];
  const clock = await call('test_clocks', { now: '2027-01-01T00:00:00Z' });
  const buyer = async (isp: 'free' | 'orange', kind: 'one_shot' | 'mandate') => {
    return { email: 'buyer@example.org', isp, subscriber_token: await isps.token(isp, await isps.line(isp), kind) };
  };
  for (const isp of ['free', 'orange'] as const) {
    const purchase = await call('purchases', { document: codes, quantity: 2, ...(await buyer(isp, 'one_shot')) });
    await call('subscriptions', { document: journal, offer: 'week', ...(await buyer(isp, 'mandate')) });
    await call('subscriptions', { document: journal, offer: 'month', test_clock: clock.id, ...(await buyer(isp, 'mandate')) });
    await call(`charges/${String(purchase.charge)}/refund`, { amount: 100, reason: 'asked' });
  }
  const checkouts = [await call('checkouts', { document: codes }), await call('checkouts', { document: journal })];
  const [purchases, subscriptions, charges, events] = await eventually(async () => {
    const lists = await Promise.all(['purchases', 'subscriptions', 'charges', 'events'].map(list));
    if (lists.some((found) => found.length === 0)) throw new Error('nothing of some kind');
    return lists;
  });
  const ids = (objects: readonly Made[] = []) => objects.map(({ id }) => id);
  return {
    doc: [codes, journal],
    off: documents.flatMap(({ offers }) => ids(offers as Made[] | undefined)),
    clk: [clock.id],
    chk: ids(checkouts),
    pur: ids(purchases),
    sub: ids(subscriptions),
    chg: ids(charges),
    ref: (charges ?? []).flatMap(({ refunds }) => ids(refunds as Made[] | undefined)),
    evt: ids(events),
  };
}
