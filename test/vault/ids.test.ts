import { describe, expect, test } from '@jest/globals';
import { parseCode } from '../../domain/codes.ts';
import { type IdPrefix, newCode, newId, publicReference } from '../../vault/ids.ts';

const PREFIXES: IdPrefix[] = [
  'mer',
  'key',
  'sec',
  'doc',
  'off',
  'buy',
  'chk',
  'pur',
  'sub',
  'chg',
  'cod',
  'evt',
  'mail',
  'clk',
  'pst',
  'grd',
];

describe('ids', () => {
  test.each(PREFIXES)('of kind %s say so and fit their column', (prefix) => {
    expect(newId(prefix)).toMatch(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));
    expect(newId(prefix).length).toBeLessThanOrEqual(40);
  });

  test('sort by the time of their making', async () => {
    const ids: string[] = [];
    for (let each = 0; each < 20; each += 1) {
      ids.push(newId('evt'));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(ids.toSorted()).toEqual(ids);
  });

  test('are all different and not to be guessed from their neighbour', () => {
    const ids = Array.from({ length: 10_000 }, () => newId('pur'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.map((id) => id.slice(-16))).size).toBe(ids.length);
  });
});

describe('references', () => {
  test('are the same for one object whenever they are computed', () => {
    expect(publicReference('pur_01k6m3v5t8q9r0s1t2v3w4x5y6')).toBe('S1T2V3W4X5Y6');
  });

  test('are twelve symbols that differ for objects made at once', () => {
    const references = Array.from({ length: 10_000 }, () => publicReference(newId('sub')));
    expect(new Set(references).size).toBe(references.length);
    for (const reference of references) expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/);
  });
});

test('new codes are well-formed and all different', () => {
  const codes = Array.from({ length: 2_000 }, newCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(parseCode(code)).toBe(code.replaceAll('-', ''));
});
