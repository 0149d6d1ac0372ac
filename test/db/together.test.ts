import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { together } from '../../db/together.ts';

/** Calls that answer when they are told to, each question with itself in capitals. */
function scene(settings = {}) {
  const calls: { questions: string[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const ask = (questions: string[]) =>
    new Promise<string[]>((resolve, reject) => {
      calls.push({ questions, answer: () => resolve(questions.map((question) => question.toUpperCase())), fail: reject });
    });
  return { calls, asked: () => calls.map(({ questions }) => questions), say: together(ask, { ...SETTINGS, ...settings }) };
}

const SETTINGS = { askers_max: 3, patience_ms: 50, calls_max: 2 };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('who asks first goes out at once; who asks meanwhile waits, and goes together with the others who waited', async () => {
  const { calls, asked, say } = scene();
  const answers = Promise.all([say('a'), say('b'), say('c')]);
  expect(asked()).toEqual([['a']]);
  calls[0]?.answer();
  await jest.advanceTimersByTimeAsync(0);
  expect(asked()).toEqual([['a'], ['b', 'c']]);
  calls[1]?.answer();
  expect(await answers).toEqual(['A', 'B', 'C']);
});

test('nobody is answered by a call that was out before the question', async () => {
  const { calls, asked, say } = scene();
  const first = say('a');
  const again = say('a');
  calls[0]?.answer();
  expect(await first).toBe('A');
  await jest.advanceTimersByTimeAsync(0);
  expect(asked()).toEqual([['a'], ['a']]);
  calls[1]?.answer();
  expect(await again).toBe('A');
});

test('no call is for more askers than may be', async () => {
  const { calls, asked, say } = scene();
  const answers = Promise.all(['a', 'b', 'c', 'd', 'e'].map(say));
  for (const place of [0, 1, 2]) {
    calls[place]?.answer();
    await jest.advanceTimersByTimeAsync(0);
  }
  expect(asked()).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  expect(await answers).toEqual(['A', 'B', 'C', 'D', 'E']);
});

test('a call that fails fails for its askers only', async () => {
  const { calls, say } = scene();
  const [first, second] = [say('a'), say('b')];
  const refused = expect(first).rejects.toThrow('the connection broke');
  calls[0]?.fail(new Error('the connection broke'));
  await refused;
  calls[1]?.answer();
  expect(await second).toBe('B');
});

test('a call that takes long holds up nobody: the next goes out beside it, up to so many', async () => {
  const { calls, asked, say } = scene();
  const answers = Promise.all(['a', 'b', 'c'].map(say));
  await jest.advanceTimersByTimeAsync(49);
  expect(asked()).toEqual([['a']]);
  await jest.advanceTimersByTimeAsync(1);
  expect(asked()).toEqual([['a'], ['b', 'c']]);
  const last = say('d');
  await jest.advanceTimersByTimeAsync(1_000);
  expect(calls).toHaveLength(2);
  calls[1]?.answer();
  await jest.advanceTimersByTimeAsync(0);
  expect(asked().at(-1)).toEqual(['d']);
  for (const { answer } of calls) answer();
  expect([await answers, await last]).toEqual([['A', 'B', 'C'], 'D']);
});

describe('askers who can wait', () => {
  const settings = { gather_ms: 200 };

  test('go out together after so long, whoever came first', async () => {
    const { calls, asked, say } = scene(settings);
    const first = say('a');
    await jest.advanceTimersByTimeAsync(199);
    const second = say('b');
    expect(asked()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(asked()).toEqual([['a', 'b']]);
    calls[0]?.answer();
    expect(await Promise.all([first, second])).toEqual(['A', 'B']);
  });

  test('go out as soon as a call has all that it may have; who is left over waits anew', async () => {
    const { calls, asked, say } = scene(settings);
    const answers = Promise.all(['a', 'b', 'c', 'd'].map(say));
    expect(asked()).toEqual([['a', 'b', 'c']]);
    calls[0]?.answer();
    await jest.advanceTimersByTimeAsync(199);
    expect(calls).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(asked()).toEqual([['a', 'b', 'c'], ['d']]);
    calls[1]?.answer();
    expect(await answers).toEqual(['A', 'B', 'C', 'D']);
  });

  test('whose time came while a call was out go out when it is back', async () => {
    const { calls, asked, say } = scene({ ...settings, patience_ms: 1_000 });
    const answers = Promise.all(['a', 'b', 'c', 'd'].map(say));
    await jest.advanceTimersByTimeAsync(300);
    expect(calls).toHaveLength(1);
    calls[0]?.answer();
    await jest.advanceTimersByTimeAsync(0);
    expect(asked().at(-1)).toEqual(['d']);
    calls[1]?.answer();
    expect(await answers).toEqual(['A', 'B', 'C', 'D']);
  });
});

test('an answer too few is an error for all, and never the answer of another', async () => {
  const say = together(async (questions: string[]) => questions.slice(1), SETTINGS);
  await expect(say('a')).rejects.toThrow('1 asked and 0 were answered');
});
