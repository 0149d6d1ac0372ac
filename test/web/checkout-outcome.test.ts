import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../domain/refusals.ts';
import type { CheckoutPage } from '../../usecases/types.ts';
import { TEXTS } from '../../web/texts/index.ts';
import {
  CHECKOUT_ID,
  checkoutPage,
  endedSubscription,
  purchase,
  readable,
  rebilling,
  subscription,
  withSite,
  withStatus,
} from './support.ts';

const PATH = `/checkout/${CHECKOUT_ID}`;

describe('waiting', () => {
  test.each<[string, Partial<CheckoutPage>, number]>([
    ['a purchase in processing', { purchase: { ...purchase, status: 'processing', codes: [] } }, 2],
    ['a purchase in doubt', { purchase: { ...purchase, status: 'in_doubt', codes: [] } }, 15],
    ['a pending subscription', { document: rebilling, subscription: { ...subscription, status: 'pending', code: null } }, 2],
    ['a first charge in doubt', { document: rebilling, subscription: { ...subscription, status: 'in_doubt', code: null } }, 15],
  ])('%s reloads itself and offers no second purchase', (_what, change, seconds) =>
    withSite({ checkout: checkoutPage(change) }, async (site) => {
      for (const _reload of [1, 2]) {
        const page = await site.page(PATH);
        expect(page).toContain(`<meta http-equiv="refresh" content="${seconds}">`);
        expect(page).not.toContain('<form');
      }
      expect(site.acts).toEqual([]);
    }),
  );

  test('says that nothing is asked twice while in doubt', () =>
    withSite({ checkout: checkoutPage({ purchase: { ...purchase, status: 'in_doubt', codes: [] } }) }, async (site) => {
      expect(await site.page(`${PATH}?lang=en`)).toContain('You will not be asked to pay twice.');
    }));
});

describe('completed', () => {
  test('shows the codes one a line, what was paid and where they were sent', () =>
    withSite({ checkout: withStatus(checkoutPage({ purchase, sent_to: 'a•••@example.com' }), 'completed') }, async (site) => {
      const page = readable(await site.page(PATH));
      expect([...page.matchAll(/<li><code>([^<]+)<\/code><\/li>/g)].map(([, code]) => code)).toEqual(
        purchase.codes.map(({ code }) => code),
      );
      for (const fact of ['8,00 €', 'Orange', purchase.reference, 'Aussi envoyé à a•••@example.com.']) expect(page).toContain(fact);
      expect(page).not.toContain('http-equiv="refresh"');
    }));

  test('shows the code of a subscription, its price, its next payment and its way out', () =>
    withSite({ checkout: withStatus(checkoutPage({ document: rebilling, subscription }), 'completed') }, async (site) => {
      const page = readable(await site.page(`${PATH}?lang=en`));
      for (const fact of [subscription.code ?? '', '€5.00 a week', '7 February 2026 at 11:00', subscription.unsubscribe_url])
        expect(page).toContain(fact);
    }));

  test('a renewal in doubt or refused hides no code that was paid for', async () => {
    for (const status of ['in_doubt', 'past_due'] as const) {
      const checkout = withStatus(checkoutPage({ document: rebilling, subscription: { ...subscription, status } }), 'completed');
      await withSite({ checkout }, async (site) => expect(await site.page(PATH)).toContain(subscription.code));
    }
  });

  test('a subscription that has ended since says so and promises no payment', () =>
    withSite(
      { checkout: withStatus(checkoutPage({ document: rebilling, subscription: endedSubscription }), 'completed') },
      async (site) => {
        const page = readable(await site.page(PATH));
        expect(page).toContain(readable(TEXTS.fr.done.ended));
        expect(page).not.toContain(TEXTS.fr.facts.next_charge);
      },
    ));

  test.each([
    ['https://shop.example/back', `https://shop.example/back?checkout=${CHECKOUT_ID}&status=completed`],
    ['https://shop.example/back?a=1&status=forged#end', `https://shop.example/back?a=1&status=completed&checkout=${CHECKOUT_ID}#end`],
    [null, 'https://journal.example/'],
    ['javascript:alert(1)', 'https://journal.example/'],
    ['not an address', 'https://journal.example/'],
  ])('the way back to %s is %s', (return_url, href) =>
    withSite({ checkout: withStatus(checkoutPage({ purchase, return_url }), 'completed') }, async (site) => {
      expect(readable(await site.page(PATH))).toContain(`<a class="button" href="${href}">`);
    }),
  );
});

describe('closed without a sale', () => {
  test('an expired checkout says that nothing was billed', () =>
    withSite({ checkout: withStatus(checkoutPage(), 'expired') }, async (site) => {
      const answer = await site.fetch(PATH);
      expect(answer.status).toBe(410);
      expect(await answer.text()).toContain(TEXTS.fr.closed.expired_text);
    }));

  test('codes that were paid are shown although the checkout has expired since', () =>
    withSite({ checkout: withStatus(checkoutPage({ purchase }), 'expired') }, async (site) => {
      expect(await site.page(PATH)).toContain('K7QX-2M9T-WB4H-81RC');
    }));

  test('a declined sale that takes no other try says why', () => {
    const declined = { ...purchase, status: 'declined' as const, codes: [], decline: { reason: 'line_closed' as const } };
    return withSite({ checkout: withStatus(checkoutPage({ purchase: declined }), 'completed') }, async (site) => {
      const page = await site.page(PATH);
      expect(page).toContain(TEXTS.fr.failures.line_closed);
      expect(page).not.toContain('<form');
    });
  });

  test('a subscription that ended before its first payment is a failed try', () => {
    const lost = {
      ...endedSubscription,
      code: null,
      current_period: null,
      end_reason: 'declined' as const,
      decline: { reason: 'purchases_blocked' as const },
    };
    return withSite({ checkout: checkoutPage({ document: rebilling, subscription: lost }) }, async (site) => {
      const page = await site.page(PATH);
      expect(page).toContain(TEXTS.fr.failures.purchases_blocked);
      expect(page).toContain('<form');
    });
  });
});

describe('the way back from the ISP', () => {
  test.each([
    ['state=s1&subscriber_token=t1', { state: 's1', subscriber_token: 't1', error: undefined }],
    ['state=s1&error=refused', { state: 's1', subscriber_token: undefined, error: 'refused' }],
  ])('%s is taken over and leads to the checkout’s own page', (query, answer) =>
    withSite({}, async (site) => {
      const response = await site.fetch(`${PATH}/return?${query}`);
      expect([response.status, response.headers.get('location')]).toEqual([303, PATH]);
      expect(site.acts).toEqual([{ act: 'return', answer }]);
    }),
  );

  test.each(['', '?state=', '?state=a&state=b', '?subscriber_token=t1'])('%j without one state leads on and does nothing', (query) =>
    withSite({}, async (site) => {
      const response = await site.fetch(`${PATH}/return${query}`);
      expect([response.status, response.headers.get('location')]).toEqual([303, PATH]);
      expect(site.acts).toEqual([]);
    }),
  );

  test('HEAD does nothing', () =>
    withSite({}, async (site) => {
      expect((await site.fetch(`${PATH}/return?state=s1&subscriber_token=t1`, { method: 'HEAD' })).status).toBe(303);
      expect(site.acts).toEqual([]);
    }));

  test('the plain page never charges, whatever its address says', () =>
    withSite({}, async (site) => {
      await site.page(`${PATH}?state=s1&subscriber_token=t1`);
      await site.fetch(PATH, { method: 'HEAD' });
      expect(site.acts).toEqual([]);
    }));

  test('while billing is unavailable the way forward is the same return again', () =>
    withSite({ failure: new Refusal('billing_unavailable', 'down') }, async (site) => {
      const response = await site.fetch(`${PATH}/return?state=s1&subscriber_token=t1`);
      expect(response.status).toBe(503);
      expect(readable(await response.text())).toContain(`href="${PATH}/return?state=s1&subscriber_token=t1"`);
    }));

  test('a token that is refused leads back to the form', () =>
    withSite({ failure: new Refusal('subscriber_token_expired', 'old') }, async (site) => {
      const response = await site.fetch(`${PATH}/return?state=s1&subscriber_token=t1`);
      const page = readable(await response.text());
      expect(response.status).toBe(409);
      expect(page).toContain(readable(TEXTS.fr.refusals.subscriber_token_expired));
      expect(page).toContain(`href="${PATH}"`);
    }));

  test('coming back to a completed checkout shows it', () =>
    withSite({ failure: new Refusal('checkout_completed', 'done') }, async (site) => {
      expect((await site.fetch(`${PATH}/return?state=s1`)).headers.get('location')).toBe(PATH);
    }));
});
