import { describe, expect, test } from '@jest/globals';
import { DECLINE_REASONS } from '../../domain/charges.ts';
import { priceText } from '../../domain/money.ts';
import { Refusal, type RefusalCode } from '../../domain/refusals.ts';
import { LOCALES } from '../../domain/subscriptions.ts';
import { TEXTS } from '../../web/texts/index.ts';
import { BUYER_REFUSALS } from '../../web/texts/texts.ts';
import { CHECKOUT_ID, checkoutPage, ISP_ORIGIN, oneShot, purchase, readable, rebilling, withSite, withStatus } from './support.ts';

const PATH = `/checkout/${CHECKOUT_ID}`;
const CODES = { quantity: '2', email: 'anna@example.com', isp: 'orange' };
const SUBSCRIPTION = { offer: 'off_week', email: 'anna@example.com', isp: 'free', consent: 'yes' };

/** What the form says of itself, as a browser sends it back. */
const termsOn = (page: string) => /name="terms" value="([^"]+)"/.exec(page)?.[1] ?? '';

describe('the form for codes', () => {
  test('offers each quantity up to the ceiling of a purchase, with its total', () =>
    withSite({}, async (site) => {
      const page = readable(await site.page(PATH));
      // 4.00 a code: the eighth would make 32.00, above the 30.00 of one purchase.
      expect([...page.matchAll(/<option value="(\d+)"/g)].map(([, quantity]) => quantity)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
      expect(page).toContain('7 codes : 28,00 € au total');
      expect(page).toContain('Vendu par Éditions Martin');
    }));

  test('stops at the document’s maximum where that comes first', () =>
    withSite({ checkout: checkoutPage({ document: { ...oneShot, max_codes: 3 } }) }, async (site) => {
      expect((await site.page(PATH)).match(/<option/g)).toHaveLength(3);
    }));

  test('is filled with what is known', () =>
    withSite({ checkout: checkoutPage({ quantity: 3, email: 'anna@example.com', isp: 'sfr' }) }, async (site) => {
      const page = await site.page(PATH);
      expect(page).toMatch(/<option value="3" selected>/);
      expect(page).toContain('value="anna@example.com"');
      expect(page).toMatch(/value="sfr" required checked/);
    }));

  test('sends to the ISP’s page with the choice', () =>
    withSite({}, async (site) => {
      const answer = await site.submit(`${PATH}?lang=en`, { ...CODES, email: '  anna@example.com ' });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(`${ISP_ORIGIN}/orange/authorize?state=s1`);
      const choice = { quantity: 2, offer: null, email: 'anna@example.com', isp: 'orange', locale: 'en', consent_text: null };
      expect(site.acts).toEqual([{ act: 'leave', choice }]);
    }));

  test.each([
    ['quantity', { ...CODES, quantity: '8' }, 'more codes than the ceiling allows'],
    ['quantity', { ...CODES, quantity: '0' }, 'no code'],
    ['quantity', { ...CODES, quantity: '1.5' }, 'half a code'],
    ['email', { ...CODES, email: 'anna' }, 'no address'],
    ['email', { ...CODES, email: '' }, 'an empty address'],
    ['email', { ...CODES, email: 'a@example.com, b@example.com' }, 'two addresses'],
    ['isp', { ...CODES, isp: 'numericable' }, 'an unknown ISP'],
  ] as const)('answers 422 beside the field %s for %j: %s', (field, fields, _why) =>
    withSite({}, async (site) => {
      const answer = await site.submit(PATH, fields);
      const page = await answer.text();
      expect(answer.status).toBe(422);
      expect(page).toContain(`id="${field}-error"`);
      expect(page).toMatch(new RegExp(`aria-describedby="[^"]*${field}-error"`));
      expect(readable(page)).toContain(TEXTS.fr.form.errors[field]);
      expect(site.acts).toEqual([]);
    }),
  );

  test('keeps what the buyer typed when something is to be corrected', () =>
    withSite({}, async (site) => {
      const page = await (await site.submit(PATH, { quantity: '5', email: 'anna@', isp: 'alice' })).text();
      expect(page).toMatch(/<option value="5" selected>/);
      expect(page).toContain('value="anna@"');
      expect(page).toMatch(/value="alice" required checked/);
    }));

  test('an empty post names every missing field', () =>
    withSite({}, async (site) => {
      const answer = await site.fetch(PATH, { method: 'POST' });
      const page = await answer.text();
      expect(answer.status).toBe(422);
      for (const field of ['quantity', 'email', 'isp']) expect(page).toContain(`id="${field}-error"`);
    }));
});

describe('the form for a subscription', () => {
  const checkout = checkoutPage({ document: rebilling });

  test('shows each offer with its rhythm and what a year costs at most', () =>
    withSite({ checkout }, async (site) => {
      const page = readable(await site.page(PATH));
      expect(page).toContain('5,00 € par semaine');
      expect(page).toContain('au plus 265,00 € par an');
      expect(page).toContain('10,00 € par mois');
      expect(page).toContain('au plus 120,00 € par an');
      expect(page).toContain('S’arrête quand vous voulez, en un clic.');
      expect(page).not.toContain('<select');
    }));

  test.each(LOCALES)('sends to the ISP’s page with the offer and, in %s, the very sentences that the page shows of it', (locale) =>
    withSite({ checkout }, async (site) => {
      const page = await site.page(`${PATH}?lang=${locale}`);
      const answer = await site.submit(`${PATH}?lang=${locale}`, { ...SUBSCRIPTION, terms: termsOn(page) });
      expect(answer.status).toBe(303);
      const choice = {
        quantity: null,
        offer: 'off_week',
        email: 'anna@example.com',
        isp: 'free',
        locale,
        consent_text: expect.any(String),
      };
      expect(site.acts).toEqual([{ act: 'leave', choice }]);
      const [left] = site.acts;
      const lines = left?.act === 'leave' ? (left.choice.consent_text ?? '').split('\n') : [];
      const { form, rhythm } = TEXTS[locale];
      expect(lines).toEqual(expect.arrayContaining([form.consent, form.confirm, rhythm.week(priceText(500n, locale))]));
      expect(lines).not.toContain(form.offer_names.month);
      // Each is the whole text of an element, and they stand in the order of the page.
      const texts = readable(page).split(/<[^>]*>/);
      const places = lines.map((line) => texts.indexOf(readable(line)));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    }),
  );

  test('notes each form that was shown, and none for whoever only looks whether the address is there', () =>
    withSite({ checkout }, async (site) => {
      await site.fetch(PATH, { method: 'HEAD' });
      expect(site.shown).toEqual([]);
      await site.page(PATH);
      await site.submit(PATH, { ...SUBSCRIPTION, email: 'anna' });
      expect(site.shown).toEqual([CHECKOUT_ID, CHECKOUT_ID]);
    }));

  test.each([
    ['a price', { document: { ...rebilling, offers: [{ id: 'off_week', period: 'week' as const, price_cents: 400n }] } }],
    ['the name of the service', { document: { ...rebilling, name: 'Le Petit Journal' } }],
    ['the name of the merchant', { merchant_name: 'Éditions Dupont' }],
  ])('is shown again where %s has changed while it was open', (_what, change) =>
    withSite({ checkout }, async (site) => {
      const terms = termsOn(await site.page(PATH));
      site.world.checkout = { ...checkout, ...change };
      const answer = await site.submit(PATH, { ...SUBSCRIPTION, terms });
      const page = await answer.text();
      expect(answer.status).toBe(422);
      expect(readable(page)).toContain(readable(TEXTS.fr.failures.terms_changed));
      expect(site.acts).toEqual([]);
      expect((await site.submit(PATH, { ...SUBSCRIPTION, terms: termsOn(page) })).status).toBe(303);
    }),
  );

  test.each([
    ['consent', { offer: 'off_week', email: 'anna@example.com', isp: 'free' }],
    ['offer', { ...SUBSCRIPTION, offer: 'off_of_another' }],
  ] as const)('does not go on without %s', (field, fields) =>
    withSite({ checkout }, async (site) => {
      const answer = await site.submit(PATH, fields);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain(`id="${field}-error"`);
      expect(site.acts).toEqual([]);
    }),
  );

  test('the merchant’s choice of an offer is chosen already', () =>
    withSite({ checkout: checkoutPage({ document: rebilling, offer: rebilling.offers[1] ?? null }) }, async (site) => {
      expect(await site.page(PATH)).toMatch(/value="off_month" required checked/);
    }));
});

describe('a try that failed', () => {
  const failures = [...DECLINE_REASONS, 'refused', ...BUYER_REFUSALS] as string[];

  test.each(failures)('because of %s is told in both languages, with a way forward', (failure) =>
    withSite({ checkout: checkoutPage({ failure }) }, async (site) => {
      const sentences = await Promise.all(
        LOCALES.map(async (locale) => {
          const page = readable(await site.page(`${PATH}?lang=${locale}`));
          expect(page).toContain(TEXTS[locale].form.failed_forward);
          expect(page).toContain('type="submit"');
          return /role="alert">\s*<h2>[^<]+<\/h2>\s*<p>([^<]+)<\/p>/.exec(page)?.[1] ?? '';
        }),
      );
      expect(new Set(sentences).size).toBe(2);
      expect(sentences).not.toContain('');
      for (const locale of LOCALES) expect(sentences).not.toContain(TEXTS[locale].failures.other);
    }),
  );

  test.each(['a_reason_of_next_year', '__proto__', 'toString'])('for the unheard-of reason %s has a sentence too', (failure) =>
    withSite({ checkout: checkoutPage({ failure }) }, async (site) => {
      expect(await site.page(PATH)).toContain(TEXTS.fr.failures.other);
    }),
  );

  test('is told where the purchase was declined and another try is open', () =>
    withSite(
      { checkout: checkoutPage({ purchase: { ...purchase, status: 'declined', codes: [], decline: { reason: 'line_suspended' } } }) },
      async (site) => {
        const page = await site.page(PATH);
        expect(page).toContain(TEXTS.fr.failures.line_suspended);
        expect(page).toContain('<form');
      },
    ));
});

describe('a refusal on the way out', () => {
  test.each([
    ['quantity_above_maximum', 'quantity'],
    ['one_shot_total_above_ceiling', 'quantity'],
  ] as const)('%s stands beside the field %s', (code, field) =>
    withSite({ failure: new Refusal(code, 'internal words') }, async (site) => {
      const answer = await site.submit(PATH, CODES);
      const page = await answer.text();
      expect(answer.status).toBe(422);
      expect(page).toContain(`id="${field}-error"`);
      expect(readable(page)).toContain(readable(TEXTS.fr.refusals[code]));
      expect(page).not.toContain('internal words');
    }),
  );

  test('document_kind_mismatch reads as a request that could not be completed', () =>
    withSite({ failure: new Refusal('document_kind_mismatch', 'internal words') }, async (site) => {
      const answer = await site.submit(PATH, CODES);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain(TEXTS.fr.failures.other);
    }));

  test.each<RefusalCode>(['checkout_expired', 'checkout_completed'])('%s leads to the page that shows it', (code) =>
    withSite({ failure: new Refusal(code, 'late') }, async (site) => {
      const answer = await site.submit(PATH, CODES);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, PATH]);
    }),
  );

  test.each<RefusalCode>(['isp_unavailable', 'billing_unavailable'])('%s is a 503 page that says when to try again', (code) =>
    withSite({ failure: new Refusal(code, 'internal words', { retry_after_seconds: 7 }) }, async (site) => {
      const answer = await site.submit(PATH, CODES);
      const page = readable(await answer.text());
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
      for (const locale of LOCALES) expect(page).toContain(readable(TEXTS[locale].refusals[code as 'isp_unavailable']));
      expect(page).toContain(`href="${PATH}"`);
      expect(page).not.toContain('internal words');
    }),
  );

  test('a form sent for a sale that is done leads to what was sold', () =>
    withSite({ checkout: withStatus(checkoutPage({ purchase }), 'completed') }, async (site) => {
      const answer = await site.submit(PATH, CODES);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, PATH]);
      expect(site.acts).toEqual([]);
    }));
});
