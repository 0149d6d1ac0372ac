import type { House } from '../source.ts';

/** No file needs itself to be loaded. Types don't count: nothing is loaded for them. */
export function cycles({ sources }: House): string[] {
  const needs = new Map(
    sources.map((source) => [source.path, source.imports.filter((imported) => !imported.type_only).map(({ target }) => target)]),
  );
  const left = new Set<string>();
  const found: string[] = [];
  const enter = (file_path: string, way: readonly string[]): void => {
    const met_at = way.indexOf(file_path);
    if (met_at !== -1) found.push(`a cycle of imports: ${[...way.slice(met_at), file_path].join(' → ')}`);
    if (met_at !== -1 || left.has(file_path)) return;
    for (const next of needs.get(file_path) ?? []) enter(next, [...way, file_path]);
    left.add(file_path);
  };
  for (const file_path of needs.keys()) enter(file_path, []);
  return found;
}
