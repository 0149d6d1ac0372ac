import { expect, test } from '@jest/globals';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';

test.each([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}', 'names are sorted, lists are not'],
  [{ a: { z: 1, y: { c: 1, b: 2 } } }, '{"a":{"y":{"b":2,"c":1},"z":1}}', 'at every depth'],
  [{ é: 1, z: 2, Z: 3, '10': 4, '9': 5 }, '{"10":4,"9":5,"Z":3,"z":2,"é":1}', 'by UTF-16 units'],
  ['«\u00a0é\n"\u001f»', '"«\u00a0é\\n\\"\\u001f»"', 'only what must be escaped is'],
  [[], '[]', 'an empty list'],
  [{}, '{}', 'an empty object'],
  [-7, '-7', 'a whole number'],
] as [Json, string, string][])('%j is %s: %s', (value, text, _why) => {
  expect(canonicalJson(value)).toBe(text);
  expect(canonicalJson(JSON.parse(text))).toBe(text);
});

test.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('%p is not written', (value) => {
  expect(() => canonicalJson({ value })).toThrow('whole numbers');
});
