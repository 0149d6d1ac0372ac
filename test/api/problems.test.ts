import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ApiProblem, problemAnswer } from '../../api/problem-answer.ts';
import { PROBLEM_CODES, problems } from '../../api/problems.ts';
import { Refusal } from '../../domain/refusals.ts';

const page = readFileSync(new URL('../../docs/reference/problems.md', import.meta.url), 'utf8');

test.each(PROBLEM_CODES)('%s is explained in the reference as in the registry', (code) => {
  const { status, title, meaning } = problems[code];
  expect(page).toContain(`### \`${code}\`\n\n**${status}** ${title}\n\n${meaning}\n`);
});

test('every status is that of an error', () => {
  for (const { status } of Object.values(problems)) expect(status >= 400 && status < 600).toBe(true);
});

describe('an error becomes a problem', () => {
  test('with all that a refusal says', () => {
    const refusal = new Refusal('quantity_above_maximum', 'At most 10.', { errors: [{ pointer: '/quantity', message: 'At most 10.' }] });
    const { status, headers, text } = problemAnswer(refusal);
    expect({ status, headers, body: JSON.parse(text) }).toEqual({
      status: 422,
      headers: {},
      body: {
        type: '/docs/problems/quantity_above_maximum',
        title: 'Quantity above the maximum',
        status: 422,
        detail: 'At most 10.',
        code: 'quantity_above_maximum',
        errors: [{ pointer: '/quantity', message: 'At most 10.' }],
      },
    });
  });

  test.each([
    ['billing_unavailable', undefined, '5'],
    ['billing_unavailable', 0.2, '1'],
    ['too_many_wrong_codes', 12.4, '13'],
    ['test_clock_advancing', 1, '1'],
    ['test_clock_advancing', undefined, undefined],
    ['not_found', undefined, undefined],
  ] as const)('%s after %s s waits %s', (code, retry_after_seconds, header) => {
    const refusal = new Refusal(code, 'x', retry_after_seconds === undefined ? {} : { retry_after_seconds });
    expect(problemAnswer(refusal).headers['Retry-After']).toBe(header);
  });

  test.each([new Error('password=secret'), 'secret', undefined, { message: 'secret' }])(
    'without a word of what nobody expected',
    (error) => {
      const { status, text } = problemAnswer(error);
      expect(status).toBe(500);
      expect(text).not.toContain('secret');
    },
  );

  test('the same text for the same error, so that a replay is the same byte by byte', () => {
    const make = () => problemAnswer(new ApiProblem('rate_limited', 'x', { retry_after_seconds: 3 }));
    expect(make()).toEqual(make());
  });
});
