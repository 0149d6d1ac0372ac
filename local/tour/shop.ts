import { type Callback, callbackListSchema, type Stack } from './answers.ts';
import { sendForJson } from './http.ts';
import { patiently } from './patience.ts';

const CALLBACKS_LIMIT_MS = 45_000;

export type Shop = ReturnType<typeof shop>;

/** The merchant's own site, which receives the callbacks and keeps only those whose signature is right. */
export function shop({ shop: base }: Pick<Stack, 'shop'>) {
  return {
    callback_url: `${base}/callbacks`,

    /** The callbacks about a purchase or subscription in the order in which they came, once as many as expected have come. */
    async callbacksOf(object: string, expected: number): Promise<Callback[]> {
      const query = new URLSearchParams({ object, limit: '1000' });
      const ask = async () => (await sendForJson(callbackListSchema, `${base}/api/callbacks?${query}`)).data;
      return await patiently(ask, (callbacks) => callbacks.length >= expected, CALLBACKS_LIMIT_MS);
    },
  };
}
