import type { House, Source } from '../source.ts';
import { constantNamed, isNode, nameOf, nodesOf, type SyntaxNode } from './syntax.ts';

type Registry = { source: string; document: string; what: string; pattern: RegExp; namesIn: (source: Source) => string[] | undefined };

const REGISTRIES = {
  problems: {
    source: 'api/problems.ts',
    document: 'docs/reference/problems.md',
    what: 'problem code',
    pattern: /^[a-z][a-z0-9_]*$/,
    namesIn: (source) => keysOf(constantNamed(source.body, 'problems')),
  },
  events: {
    source: 'domain/events.ts',
    document: 'docs/reference/events.md',
    what: 'event type',
    pattern: /^[a-z_]+\.[a-z_]+$/,
    namesIn: (source) => itemsOf(constantNamed(source.body, 'EVENT_TYPES')),
  },
  settings: {
    source: 'config.ts',
    document: 'docs/reference/configuration.md',
    what: 'setting',
    pattern: /^[A-Z][A-Z0-9_]*$/,
    namesIn: (source) => settingsOf(source.body),
  },
} as const satisfies Record<string, Registry>;

export const problemsDocumented = (house: House) => inStep(house, REGISTRIES.problems);
export const eventsDocumented = (house: House) => inStep(house, REGISTRIES.events);
export const settingsDocumented = (house: House) => inStep(house, REGISTRIES.settings);

/** What a registry holds and what its page explains are the same names, in both directions. A missing file is a failure, not a pass. */
function inStep({ sources, files }: House, { source, document, what, pattern, namesIn }: Registry): string[] {
  const parsed = sources.find(({ path }) => path === source);
  const page = files.get(document);
  const missing = [...(parsed === undefined ? [source] : []), ...(page === undefined ? [document] : [])];
  if (parsed === undefined || page === undefined) return missing.map((path) => `${path} is missing: no ${what} can be checked`);
  const held = namesIn(parsed);
  if (held === undefined || held.length === 0) return [`${source} holds no ${what} that can be read from its text`];
  const explained = documentedNames(page, pattern);
  return [
    ...held.filter((name) => !explained.includes(name)).map((name) => `${what} ${name} of ${source} is not in ${document}`),
    ...explained.filter((name) => !held.includes(name)).map((name) => `${what} ${name} of ${document} is not in ${source}`),
  ];
}

/** A page explains what stands in backticks at the start of a heading, or of a row of a table whose first column is headed Code, Type or Setting. */
export function documentedNames(page: string, pattern: RegExp): string[] {
  let in_table = false;
  const names = page.split('\n').flatMap((line) => {
    if (/^\|\s*(Code|Type|Setting)\s*\|/i.test(line)) in_table = true;
    else if (!line.startsWith('|')) in_table = false;
    const name = /^#{2,4}\s+`([^`]+)`/.exec(line)?.[1] ?? (in_table ? /^\|\s*`([^`]+)`/.exec(line)?.[1] : undefined);
    return name !== undefined && pattern.test(name) ? [name] : [];
  });
  return [...new Set(names)];
}

function keysOf(object: SyntaxNode | undefined): string[] | undefined {
  if (object?.type !== 'ObjectExpression') return undefined;
  return (object.properties as unknown[]).flatMap((property) => (isNode(property) ? (nameOf(property.key) ?? []) : []));
}

function itemsOf(array: SyntaxNode | undefined): string[] | undefined {
  if (array?.type !== 'ArrayExpression') return undefined;
  return (array.elements as ({ expression: unknown } | null)[]).flatMap((element) => nameOf(element?.expression) ?? []);
}

/** Settings are the keys in capitals, wherever in config.ts they stand. */
function settingsOf(body: readonly SyntaxNode[]): string[] {
  const keys = nodesOf(body, (node) => node.type === 'KeyValueProperty').flatMap((node) => nameOf(node.key) ?? []);
  return [...new Set(keys.filter((key) => REGISTRIES.settings.pattern.test(key)))];
}
