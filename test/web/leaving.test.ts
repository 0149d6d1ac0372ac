import { describe, expect, test } from '@jest/globals';
import { LOCALES } from '../../domain/subscriptions.ts';
import { CANCEL_PATHS } from '../../web/layout.ts';
import { TEXTS } from '../../web/texts/index.ts';
import {
  CHECKOUT_ID,
  endedSubscription,
  PURCHASE_CODE,
  readable,
  SUBSCRIPTION_CODE,
  subscription,
  TOKEN,
  unsubscribePage,
  withSite,
} from './support.ts';

const { leaving, layout, unsubscribe } = TEXTS.fr;
const PATH = '/resilier';
const LINK = `${PATH}/${TOKEN}`;

describe('the way to it', () => {
  test.each([`/checkout/${CHECKOUT_ID}`, `/unsubscribe/${TOKEN}`, PATH, LINK, '/checkout/unknown'])('is one click from %s', (path) =>
    withSite({}, async (site) => {
      expect(await site.page(path)).toContain(`<a href="/resilier">${layout.cancel_contract}</a>`);
    }),
  );

  test.each(LOCALES)('in %s has an address of its own, and either can be read in the other language', (locale) =>
    withSite({}, async (site) => {
      const path = CANCEL_PATHS[locale];
      expect(await site.page(path)).toContain(`<html lang="${locale}">`);
      const other = locale === 'fr' ? 'en' : 'fr';
      expect(await site.page(`${path}?lang=${other}`)).toContain(`<h1>${TEXTS[other].leaving.title}</h1>`);
    }),
  );
});

describe('by code', () => {
  test('a subscription is found, and its page ends it with one more click', () =>
    withSite({}, async (site) => {
      const answer = await site.submit(PATH, { code: SUBSCRIPTION_CODE });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/unsubscribe/${TOKEN}?lang=fr`]);
      expect(site.acts).toEqual([]);
    }));

  test.each([
    [PURCHASE_CODE, leaving.code_one_shot],
    ['WRONG', leaving.code_unknown],
    ['', leaving.code_unknown],
  ])('%j is answered in words', (code, sentence) =>
    withSite({}, async (site) => {
      const answer = await site.submit(PATH, { code });
      expect(answer.status).toBe(422);
      expect(readable(await answer.text())).toContain(readable(sentence));
    }),
  );

  test('twenty wrong ones from one place are too many, and real ones count for nothing', () =>
    withSite({}, async (site) => {
      for (let real = 0; real < 25; real += 1) expect((await site.submit(PATH, { code: SUBSCRIPTION_CODE })).status).toBe(303);
      for (let wrong = 0; wrong < 20; wrong += 1) expect((await site.submit(PATH, { code: 'WRONG' })).status).toBe(422);
      const answer = await site.submit(PATH, { code: SUBSCRIPTION_CODE });
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(500);
      expect(readable(await answer.text())).toContain(readable(leaving.too_many(10)));
    }));
});

describe('by e-mail', () => {
  const ask = (site: Parameters<Parameters<typeof withSite>[1]>[0], email: string) => site.submit(`${PATH}?lang=en`, { email });

  test('the answer is one and the same, and says that something is sent only if something runs', () =>
    withSite({}, async (site) => {
      const answer = await ask(site, ' anna@example.com ');
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/resilier?sent=yes&lang=en']);
      expect(site.acts).toEqual([{ act: 'request link', email: 'anna@example.com', locale: 'en' }]);
      expect(await site.page('/resilier?sent=yes&lang=en')).toContain(TEXTS.en.leaving.sent_text);
    }));

  test.each(['anna', '', 'a@example.com, b@example.com', '"><script>alert(1)</script>@example.com'])('%j is no address', (email) =>
    withSite({}, async (site) => {
      const answer = await site.submit(PATH, { email });
      const page = await answer.text();
      expect(answer.status).toBe(422);
      expect(readable(page)).toContain(TEXTS.fr.form.errors.email);
      expect(page).not.toContain('<script>');
      expect(site.acts).toEqual([]);
    }),
  );

  test('one address is written to three times an hour, and who asks more often reads the same', () =>
    withSite({}, async (site) => {
      const answers = [];
      for (const email of ['anna@example.com', 'ANNA@example.com', 'anna@example.com', 'anna@example.com', 'anna@example.com']) {
        const answer = await ask(site, email);
        answers.push([answer.status, answer.headers.get('location'), await answer.text()]);
      }
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(site.acts).toHaveLength(3);
    }));

  test('one place asks for twenty addresses an hour at most', () =>
    withSite({}, async (site) => {
      for (let asked = 0; asked < 20; asked += 1) expect((await ask(site, `anna${asked}@example.com`)).status).toBe(303);
      expect((await ask(site, 'one-more@example.com')).status).toBe(429);
      expect(site.acts).toHaveLength(20);
    }));
});

describe('behind the mailed link', () => {
  const other = unsubscribePage({
    subscription: { ...subscription, id: 'sub_2', reference: 'OTHER1234567', code: null },
    document_name: 'Jeux',
  });

  test.each(['GET', 'HEAD'])('%s shows each subscription with its own button and acts on nothing', (method) =>
    withSite({ leaving: { kind: 'open', locale: 'fr', subscriptions: [unsubscribePage(), other] } }, async (site) => {
      const answer = await site.fetch(`${LINK}?subscription=sub_1`, { method });
      expect(answer.status).toBe(200);
      expect(site.acts).toEqual([]);
      if (method === 'HEAD') return;
      const page = readable(await answer.text());
      expect(page.match(/<button/g)).toHaveLength(2);
      for (const fact of ['Le Grand Journal', 'Jeux', '5,00 € par semaine', 'OTHER1234567']) expect(page).toContain(fact);
    }),
  );

  test('a button ends its own subscription, and the page says that it is done', () =>
    withSite({ leaving: { kind: 'open', locale: 'fr', subscriptions: [other] } }, async (site) => {
      const page = readable(await (await site.submit(LINK, { subscription: 'sub_2' })).text());
      expect(site.acts).toEqual([{ act: 'end', subscription: 'sub_2' }]);
      expect(page).toContain(readable(leaving.done('Jeux')));
    }));

  test('what has ended is told kindly, without a button', () =>
    withSite(
      { leaving: { kind: 'open', locale: 'fr', subscriptions: [unsubscribePage({ subscription: endedSubscription })] } },
      async (site) => {
        const page = readable(await site.page(LINK));
        expect(page).toContain(readable(leaving.none_running));
        expect(page).toContain(unsubscribe.ended_on('2 février 2026'));
        expect(page).not.toContain('<button');
      },
    ));

  test.each(['GET', 'POST'])('%s of a dead link says so and offers a new one', (method) =>
    withSite({ leaving: { kind: 'expired', locale: 'fr' } }, async (site) => {
      const answer = await site.fetch(LINK, { method });
      expect(answer.status).toBe(410);
      expect(readable(await answer.text())).toContain(readable(leaving.dead_title));
    }),
  );

  test('an unknown link is not found', () => withSite({}, async (site) => expect((await site.fetch(`${PATH}/unknown`)).status).toBe(404)));
});
