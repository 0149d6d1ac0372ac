import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimalText, priceText, wireCents } from '../../domain/money.ts';

const NBSP = '\u00a0';

test.each([
  // cents    decimal       French                 English
  [0n, '0.00', `0,00${NBSP}€`, '€0.00'],
  [1n, '0.01', `0,01${NBSP}€`, '€0.01'],
  [10n, '0.10', `0,10${NBSP}€`, '€0.10'],
  [99n, '0.99', `0,99${NBSP}€`, '€0.99'],
  [300n, '3.00', `3,00${NBSP}€`, '€3.00'],
  [2_505n, '25.05', `25,05${NBSP}€`, '€25.05'],
  [-5n, '-0.05', `-0,05${NBSP}€`, '€-0.05'],
  [-1_250n, '-12.50', `-12,50${NBSP}€`, '€-12.50'],
  [12_345_678_901_234_567_890n, '123456789012345678.90', `123456789012345678,90${NBSP}€`, '€123456789012345678.90'],
])('%s cents read %s, %s and %s', (cents, decimal, french, english) => {
  expect([decimalText(cents), priceText(cents, 'fr'), priceText(cents, 'en')]).toEqual([decimal, french, english]);
});

test('the decimal text of any amount holds exactly its cents', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (cents) => {
      expect(decimalText(cents)).toMatch(/^-?\d+\.\d{2}$/);
      expect(BigInt(decimalText(cents).replace('.', ''))).toBe(cents);
    }),
  );
});

describe('the wire form', () => {
  test('is the same number of cents', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (cents) => expect(wireCents(BigInt(cents))).toBe(cents)));
  });

  test.each([BigInt(Number.MAX_SAFE_INTEGER) + 1n, -BigInt(Number.MAX_SAFE_INTEGER) - 1n])(
    'refuses %s, which no integer holds',
    (cents) => {
      expect(() => wireCents(cents)).toThrow(RangeError);
    },
  );
});
