import type { House } from '../source.ts';

/** Spelled so that this file doesn't find itself. */
const LEFT_UNDONE = /\b(TO[D]O|FIX[M]E|X[X]X)\b/;
const SOURCE = /\.(ts|js|mjs|css|sh|ya?ml|sql)$|^(\.ci\/run|Dockerfile)$/;

/** Nothing is left for later in the sources. */
export function leftUndone({ files }: House): string[] {
  return [...files].flatMap(([path, text]) => {
    if (!SOURCE.test(path)) return [];
    return text.split('\n').flatMap((line, index) => {
      const word = LEFT_UNDONE.exec(line)?.[0];
      return word === undefined ? [] : [`${path}:${index + 1} says ${word}`];
    });
  });
}
