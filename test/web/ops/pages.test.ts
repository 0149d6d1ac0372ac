import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../../domain/refusals.ts';
import { DELIVERIES, DISCREPANCY, ISPS_VIEW, ids } from '../../support/api/fake-oversight.ts';
import { type OpsChange, withOps } from '../../support/api/ops-site.ts';
import { readable } from '../support.ts';

/** A page as a signed-in operator reads it, without its markup. */
async function read(path: string, change: OpsChange = {}): Promise<string> {
  return await withOps(change, async (site) => {
    const page = await (await (await site.signIn()).get(path)).text();
    return readable(page.replaceAll(/<[^>]+>/g, ' ')).replaceAll(/\s+/g, ' ');
  });
}

describe('the overview', () => {
  test('says first what needs a person, the most pressing before the others', async () => {
    const text = await read('/ops');
    const places = [
      'money owed to a buyer',
      'older than a day',
      '1 worker without an answer',
      'mandate still stands',
      '2 letters given up',
      'How things stand',
    ];
    const found = places.map((place) => text.indexOf(place));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  test('says so where nothing needs anybody', async () => {
    const counts = { doubts: 0, refunds_in_doubt: 0, discrepancies: 0, callbacks_retrying: 0, letters_failed: 0 };
    const overview = async () => ({ now: new Date(), concerns: [], counts, isps: ISPS_VIEW });
    expect(await read('/ops', { useCases: { overview } })).toContain('Nothing needs a person now.');
  });
});

describe('a doubt', () => {
  test.each([
    [
      'a charge in a list',
      /1 d 6 h escalated .*SFR .*€5\.00 .*SFR's list; “not found” is proof by now\..*Ends in the buyer's favour, as not charged, 2 Dec 2026, 04:30/,
    ],
    [
      'a charge on a statement',
      /3 h escalates in 21 h Alice test .*€9\.00 .*Alice's statement of the day; “not found” is proof from 27 Nov 2026, 06:30 on/,
    ],
    ['a refund', /3 min escalates in 23 h 57 min Orange refund .*the very same request: it gives its first answer again\. Never given up/],
  ])('%s says how it becomes known and how it ends', async (_what, said) => {
    expect(await read('/ops/doubts')).toMatch(said);
  });

  test('leads to its workflow in Temporal', () =>
    withOps({}, async (site) => {
      const page = await (await (await site.signIn()).get('/ops/doubts')).text();
      expect(page).toContain(`href="http://localhost:8233/namespaces/default/workflows/${ids('sub', '1')}"`);
    }));
});

describe('the ISPs', () => {
  test('a worker that does not answer is said, not guessed', async () => {
    expect(await read('/ops/isps')).toContain('The worker at http://10.0.0.9:3002 did not answer within a second');
  });

  test('what any process sees is told, the worst of it first', async () => {
    const text = await read('/ops/isps');
    expect(text).toMatch(/Free left alone/);
    expect(text).toMatch(/Orange tried again/);
    expect(text).toContain('Seen by the worker at http://127.0.0.1:3002 tried again 12 calls free');
    expect(text).toMatch(/paused their statements are late this week/);
    expect(text).toContain('insufficient ceiling: 18');
  });

  test('Temporal that does not answer is said', async () => {
    const isps = async () => ({ ...ISPS_VIEW, schedules: undefined });
    expect(await read('/ops/isps', { useCases: { isps } })).toContain('Temporal did not answer in time');
  });
});

describe('a discrepancy', () => {
  const path = `/ops/discrepancies/${DISCREPANCY.id}`;

  test('says what it means and what to do', async () => {
    expect(await read(path)).toMatch(
      /Charged though not charged .*the buyer got nothing.*owed back to the buyer at once.*our amount €5\.00/,
    );
  });

  test('is resolved with a note, once', () =>
    withOps({}, async (site) => {
      const { post, get } = await site.signIn();
      for (const [note, done] of [
        [' paid back by SFR ', 'resolved'],
        ['again', 'was_resolved'],
      ] as const) {
        const answer = await post(`${path}/resolve`, { note });
        expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}?done=${done}`]);
      }
      expect(site.acts.resolved).toEqual([[DISCREPANCY.id, 'paid back by SFR']]);
      expect(await (await get(`${path}?done=resolved`)).text()).toContain('Resolved, with your note.');
    }));

  test.each(['', '  ', 'ab', 'a'.repeat(1_001)])('a note of %j is asked for again and kept in the form', (note) =>
    withOps({}, async (site) => {
      const answer = await (await site.signIn()).post(`${path}/resolve`, { note });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain(`>${note}</textarea>`);
      expect(site.acts.resolved).toEqual([]);
    }),
  );

  test('that is not there is not found', () =>
    withOps({}, async (site) => {
      const { get, post } = await site.signIn();
      expect((await get('/ops/discrepancies/dsc_none')).status).toBe(404);
      expect((await post('/ops/discrepancies/dsc_none/resolve', { note: 'done' })).status).toBe(404);
    }));
});

describe('deliveries', () => {
  test('say why each has not arrived', async () => {
    const text = await read('/ops/deliveries');
    for (const said of [
      'HTTP 503',
      'may work next time ECONNECTION',
      'refused for good EENVELOPE 550',
      'buyer erased',
      'renewal not charged',
    ]) {
      expect(text).toContain(said);
    }
  });

  test('that nobody takes up are said above all', async () => {
    const deliveries = async () => ({ ...DELIVERIES, undispatched: { documents: 2, letters: 1 } });
    expect(await read('/ops/deliveries', { useCases: { deliveries } })).toContain(
      'No dispatcher runs: callbacks of 2 documents and 1 letter',
    );
  });

  test.each([
    [`/ops/letters/${ids('mail', '1')}/queue`, 'queued=1', '1 letter queued again.'],
    [`/ops/letters/${ids('mail', '3')}/queue`, 'queued=0', 'No letter was queued'],
    ['/ops/letters/queue', 'queued=2', '2 letters queued again.'],
  ])('%s queues letters and says how many', (action, query, said) =>
    withOps({}, async (site) => {
      const { post, get } = await site.signIn();
      const answer = await post(action);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/ops/deliveries?${query}#letters`]);
      expect(await (await get(`/ops/deliveries?${query}`)).text()).toContain(said);
    }),
  );
});

describe('looking up', () => {
  test('an id shows what operators may see of it, with links to its parts', () =>
    withOps({}, async (site) => {
      const page = await (await (await site.signIn()).get(`/ops/find?name=${ids('sub', '1')}`)).text();
      expect(page).toContain('<dd>€5.00</dd>');
      expect(page).toContain(`href="/ops/find?name=${ids('chg', '1')}"`);
    }));

  test.each(['nothing', '', '<b>'])('%j that is nothing of ours is said to be so', (name) =>
    withOps({}, async (site) => {
      const answer = await (await site.signIn()).get(`/ops/find?name=${encodeURIComponent(name)}`);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('Nothing found');
    }),
  );
});

test.each([
  [new Refusal('billing_unavailable', 'secret'), 503],
  [new Error('secret of anna@example.com'), 500],
])('%s is a page that leaks nothing', (error, status) =>
  withOps({ useCases: { doubts: () => Promise.reject(error) } }, async (site) => {
    const answer = await (await site.signIn()).get('/ops/doubts');
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toMatch(/secret|anna|\.ts/);
    expect(site.logged.join('')).not.toMatch(/secret|anna/);
  }),
);
