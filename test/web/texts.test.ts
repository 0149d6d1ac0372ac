import { describe, expect, test } from '@jest/globals';
import { TEXTS } from '../../web/texts/index.ts';

/** Every key with the kind of its value, `form.sold_by: function/1`. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value === 'function') return [`${path}: function/${value.length}`];
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
}

describe('the texts of the pages', () => {
  test('have the same keys in French and English', () => {
    expect(shape(TEXTS.fr).sort()).toEqual(shape(TEXTS.en).sort());
  });

  test('are never empty', () => {
    const empty = JSON.stringify(TEXTS).match(/:""/g);
    expect(empty).toBeNull();
  });
});
