import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { filledPath } from '../support/web/declared-routes.ts';
import { type Door, openDoors } from '../support/web/every-page.ts';

/** Every page that a browser can be led to, found by what is mounted: a new page is held to this from its first day. */
const asked: string[] = [];
let doors: Door[] = [];

beforeAll(async () => {
  doors = await openDoors(asked);
});

afterAll(async () => {
  for (const door of doors) await door.close();
});

/** Pages that one other page may frame: the preview of a checkout, by the console around it. */
const FRAMED_BY_OURS = /^\/console\/documents\/preview$/;
/** Says nothing about anybody, and never changes while we run. */
const PUBLIC = /^\/docs(\/|$)/;

/** Mail programs send it from anywhere, by RFC 8058; its address is the key, and another site can borrow nothing by sending it. */
const FROM_ANYWHERE = ['/unsubscribe/:token'];

type Answer = { at: string; status: number; headers: Headers; text: string };

type Asking = { headers?: Record<string, string>; except?: readonly string[] };

async function askAll(method: 'get' | 'post', { headers = {}, except = [] }: Asking = {}): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { name, url, routes } of doors) {
    for (const route of routes.filter((each) => each.method === method && !except.includes(each.path))) {
      const body = method === 'post' ? { body: new URLSearchParams({ email: 'anna@example.com', key: 'wrong' }) } : {};
      const answer = await fetch(url + filledPath(route.path), { method: method.toUpperCase(), redirect: 'manual', headers, ...body });
      answers.push({ at: `${name} ${route.path}`, status: answer.status, headers: answer.headers, text: await answer.text() });
    }
  }
  return answers;
}

const pathIn = (at: string) => at.replace(/^\w+ /, '');

/** What is wrong with the headers of a page. */
function headerProblems({ at, headers }: Answer): string[] {
  const policy = headers.get('content-security-policy') ?? '';
  const framed = FRAMED_BY_OURS.test(pathIn(at)) ? "'self'" : "'none'";
  const wanted: [holds: boolean, why: string][] = [
    [policy.includes("default-src 'none'"), 'allows by default'],
    [!/unsafe|data:|\*/.test(policy), `has a hole: ${policy}`],
    [policy.includes(`frame-ancestors ${framed}`), 'can be framed'],
    [/base-uri 'none'/.test(policy), 'can be given another base'],
    [/form-action /.test(policy), 'can send forms anywhere'],
    [headers.get('x-content-type-options') === 'nosniff', 'may be taken for another type'],
    [['no-referrer', 'same-origin'].includes(headers.get('referrer-policy') ?? ''), 'tells other sites its address'],
    [PUBLIC.test(pathIn(at)) || headers.get('cache-control') === 'no-store', 'may be kept by a cache'],
    [headers.get('x-powered-by') === null && headers.get('server') === null, 'says what it is made with'],
  ];
  return wanted.filter(([holds]) => !holds).map(([, why]) => `${at} ${why}`);
}

describe('every page', () => {
  test('is found: the routers hold what is mounted today, and more', () => {
    const found = doors.flatMap(({ routes }) => routes.map(({ method, path }) => `${method} ${path}`));
    expect(found).toEqual(
      expect.arrayContaining([
        'get /checkout/:id',
        'post /checkout/:id',
        'post /unsubscribe/:token',
        'get /docs',
        'get /ops',
        'post /ops/sign-in',
      ]),
    );
  });

  test('has strict headers, whatever it shows', async () => {
    expect((await askAll('get')).flatMap(headerProblems)).toEqual([]);
  });

  test('has them as the answer to a form too', async () => {
    expect((await askAll('post')).flatMap(headerProblems)).toEqual([]);
  });

  test('is small, in a language, and without scripts or styles in its markup', async () => {
    const pages = (await askAll('get')).filter(({ headers }) => headers.get('content-type')?.startsWith('text/html'));
    expect(pages.length).toBeGreaterThan(8);
    for (const { at, text } of pages) {
      expect([at, text.length < 50_000 || PUBLIC.test(pathIn(at))]).toEqual([at, true]);
      expect(text).toMatch(/<html lang="(fr|en)">/);
      expect(text).not.toMatch(/<style|\sstyle=|\son\w+="|href="javascript:|<script(?![^>]*\ssrc="\/)[^>]*>/);
    }
  });
});

describe('a form that another site sends', () => {
  test.each([
    ['by its origin', { origin: 'https://evil.example' }],
    ['by what browsers say of it', { 'sec-fetch-site': 'cross-site' }],
    ['from a sandbox', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('%s reaches no use case', async (_how, headers) => {
    asked.length = 0;
    const answers = await askAll('post', { headers: headers as Record<string, string>, except: FROM_ANYWHERE });
    const accepted = answers.filter(({ status }) => status !== 403 && status !== 401);
    expect(accepted.map(({ at, status }) => `${at} answered ${status}`)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
