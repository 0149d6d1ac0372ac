import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CODE_ALPHABET, makeCode, parseCode } from '../../domain/codes.ts';

const RANDOM_SYMBOLS = 15;

function codeOf(draws: readonly number[]): string {
  let next = 0;
  return makeCode(() => draws[next++] ?? 0);
}

const symbolsOf = (code: string) => [...code.replaceAll('-', '')];

const codes = fc
  .array(fc.nat({ max: CODE_ALPHABET.length - 1 }), { minLength: RANDOM_SYMBOLS, maxLength: RANDOM_SYMBOLS })
  .map((draws) => codeOf(draws));

describe('a code', () => {
  test('is four groups of four symbols and reads back as itself', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(/^[1-9A-HJKMNP-TV-Z]{4}(-[1-9A-HJKMNP-TV-Z]{4}){3}$/);
        expect(parseCode(code)).toBe(code.replaceAll('-', ''));
      }),
    );
  });

  test('holds at least 60 random bits', () => {
    const drawn: number[] = [];
    makeCode((below) => {
      drawn.push(below);
      return 0;
    });
    const bits = drawn.reduce((sum, below) => sum + Math.log2(below), 0);
    expect(bits).toBeGreaterThanOrEqual(60);
    expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length);
  });

  test('differs with each draw', () => {
    fc.assert(fc.property(codes, codes, (a, b) => a.slice(0, -1) !== b.slice(0, -1) || a === b));
  });
});

describe('what a person typed', () => {
  const CODE = codeOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  const CANONICAL = CODE.replaceAll('-', '');

  test.each([
    ['in lower case', CODE.toLowerCase()],
    ['without separators', CANONICAL],
    ['with spaces', ` ${CANONICAL.replace(/(.{4})/g, '$1 ')}`],
    ['with dots, dashes of any kind and a line break', `${CANONICAL.slice(0, 4)}.${CANONICAL.slice(4, 8)}–${CANONICAL.slice(8)}\n`],
    ['with I for 1', CODE.replaceAll('1', 'I')],
    ['with l for 1', CODE.replaceAll('1', 'l')],
  ])('%s is the same code', (_how, typed) => {
    expect(CODE).toContain('1');
    expect(parseCode(typed)).toBe(CANONICAL);
  });

  test.each([
    ['nothing', ''],
    ['a symbol too few', CANONICAL.slice(1)],
    ['a symbol too many', `${CANONICAL}1`],
    ['a zero', `0${CANONICAL.slice(1)}`],
    ['the letter O', `O${CANONICAL.slice(1)}`],
    ['the letter U', `U${CANONICAL.slice(1)}`],
    ['punctuation', `${CANONICAL.slice(0, 15)}!`],
    ['a symbol beyond ASCII', `${CANONICAL.slice(0, 15)}é`],
    ['a text that grows in upper case', 'ß'.repeat(8)],
  ])('with %s is no code', (_what, typed) => expect(parseCode(typed)).toBeUndefined());

  test('with any one symbol wrong is no code', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const symbols = symbolsOf(code);
        for (const [position, right] of symbols.entries()) {
          for (const wrong of CODE_ALPHABET) {
            if (wrong !== right) expect(parseCode(symbols.with(position, wrong).join(''))).toBeUndefined();
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test('with any two symbols swapped, neighbours or not, is no code', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const symbols = symbolsOf(code);
        for (const [first, a] of symbols.entries()) {
          for (const [second, b] of symbols.entries()) {
            if (a !== b) expect(parseCode(symbols.with(first, b).with(second, a).join(''))).toBeUndefined();
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});
