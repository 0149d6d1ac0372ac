import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../domain/refusals.ts';
import { TEXTS } from '../../web/texts/index.ts';
import { endedSubscription, readable, subscription, TOKEN, unsubscribePage, withSite } from './support.ts';

const PATH = `/unsubscribe/${TOKEN}`;

describe('looking at the unsubscribe link', () => {
  test('shows what will end, until when the code works, and one button', () =>
    withSite({}, async (site) => {
      const page = readable(await site.page(PATH));
      for (const fact of [
        'Le Grand Journal',
        'https://journal.example/',
        'Éditions Martin',
        '5,00 € par semaine',
        'Free',
        subscription.reference,
      ]) {
        expect(page).toContain(fact);
      }
      expect(page).toContain('Votre code marchera encore jusqu’au 7 février 2026 à 11:00');
      expect(page.match(/<button/g)).toHaveLength(1);
    }));

  test.each(['GET', 'HEAD'])('%s never acts', (method) =>
    withSite({}, async (site) => {
      for (const query of ['', '?List-Unsubscribe=One-Click', '?lang=en', '?confirm=yes']) {
        expect((await site.fetch(`${PATH}${query}`, { method })).status).toBe(200);
      }
      expect(site.acts).toEqual([]);
    }),
  );

  test('holds no code', () =>
    withSite({ unsubscribe: unsubscribePage({ subscription }) }, async (site) => {
      expect(await site.page(PATH)).not.toContain(subscription.code);
    }));

  test('an unpaid period is said to end the code at once', () =>
    withSite({ unsubscribe: unsubscribePage({ subscription: { ...subscription, status: 'past_due' } }) }, async (site) => {
      expect(readable(await site.page(PATH))).toContain(readable(TEXTS.fr.unsubscribe.code_stops));
    }));

  test('an ended subscription is told kindly, without a button', () =>
    withSite({ unsubscribe: unsubscribePage({ subscription: endedSubscription }) }, async (site) => {
      const page = readable(await site.page(`${PATH}?lang=en`));
      expect(page).toContain(TEXTS.en.unsubscribe.already_text);
      // 23:30 UTC is the day after in Paris.
      expect(page).toContain('It ended on 2 February 2026.');
      expect(page).not.toContain('<button');
    }));

  test('a subscription that ended after its paid period has no code that works', () => {
    const unpaid = { ...endedSubscription, end_reason: 'dunning_exhausted' as const, ended_at: new Date('2026-02-14T10:00:00Z') };
    return withSite({ unsubscribe: unsubscribePage({ subscription: unpaid }) }, async (site) => {
      expect(await site.page(PATH)).toContain(TEXTS.fr.unsubscribe.code_stopped);
    });
  });

  test.each([
    ['a renewal in doubt', { ...subscription, status: 'in_doubt' as const }],
    ['no payment yet', { ...subscription, status: 'pending' as const, current_period: null }],
  ])('with %s nothing is promised about the code', (_what, uncertain) =>
    withSite({ unsubscribe: unsubscribePage({ subscription: uncertain }) }, async (site) => {
      const page = await site.page(PATH);
      expect(page).not.toContain('Votre code');
      expect(page).toContain('<button');
    }),
  );
});

describe('the button', () => {
  test('ends the subscription and says until when the code works', () =>
    withSite({}, async (site) => {
      const answer = await site.fetch(`${PATH}?lang=fr`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: '',
      });
      const page = readable(await answer.text());
      expect(answer.status).toBe(200);
      expect(site.acts).toEqual([{ act: 'unsubscribe', source: 'email_link' }]);
      expect(page).toContain(readable(TEXTS.fr.unsubscribe.done_title));
      expect(page).toContain('Votre code est payé jusqu’au 7 février 2026 à 11:00');
    }));

  test('pressed again is harmless', () =>
    withSite({}, async (site) => {
      for (const _press of [1, 2]) expect((await site.submit(PATH, {})).status).toBe(200);
      expect(await site.page(PATH)).toContain(TEXTS.fr.unsubscribe.already_title);
    }));

  test('says when to press again while billing is unavailable', () =>
    withSite({ failure: new Refusal('billing_unavailable', 'down') }, async (site) => {
      const answer = await site.submit(PATH, {});
      expect(answer.status).toBe(503);
      expect(answer.headers.has('retry-after')).toBe(true);
      expect(await answer.text()).toContain(`href="${PATH}"`);
    }));
});

describe('one click of a mail program (RFC 8058)', () => {
  const multipart = () => {
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    return form;
  };

  test.each([
    ['urlencoded', () => new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
    ['multipart', multipart],
  ])('%s ends it with a short answer, without cookies or redirects', (_encoding, body) =>
    withSite({}, async (site) => {
      const answer = await site.fetch(PATH, { method: 'POST', body: body() });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect((await answer.text()).length).toBeLessThan(80);
      expect(site.acts).toEqual([{ act: 'unsubscribe', source: 'one_click' }]);
    }),
  );

  test('repeated is harmless', () =>
    withSite({}, async (site) => {
      for (const _time of [1, 2, 3]) expect((await site.submit(PATH, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    }));

  test.each([
    ['a broken multipart body', 'multipart/form-data; boundary=X', '--Y\r\nnothing'],
    ['a multipart body without a boundary', 'multipart/form-data', 'List-Unsubscribe=One-Click'],
    ['no form at all', 'application/json', '{"List-Unsubscribe":"One-Click"}'],
    ['something else', 'application/x-www-form-urlencoded', 'List-Unsubscribe=No'],
  ])('%s is still a wish to leave', (_what, content_type, body) =>
    withSite({}, async (site) => {
      const answer = await site.fetch(PATH, { method: 'POST', headers: { 'content-type': content_type }, body });
      expect(answer.status).toBe(200);
      expect(site.acts).toEqual([{ act: 'unsubscribe', source: 'email_link' }]);
    }),
  );
});

describe('an unknown link', () => {
  test.each(['GET', 'POST'])('%s answers a page in both languages', (method) =>
    withSite({}, async (site) => {
      const answer = await site.fetch('/unsubscribe/unknown', { method });
      const page = await answer.text();
      expect(answer.status).toBe(404);
      for (const texts of [TEXTS.fr, TEXTS.en]) expect(page).toContain(texts.errors.not_found.title);
      expect(site.acts).toEqual([]);
    }),
  );
});
