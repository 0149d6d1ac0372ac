import type { House, Source } from '../source.ts';
import { isNode, nameOf, nodesOf, type SyntaxNode } from './syntax.ts';

const INDEX = 'workflows/index.ts';
const FOLDER = 'test/replay/histories';

/** Every workflow type has recorded histories, so that a change which would break running ones fails in replay first. */
export function histories({ sources, files }: House): string[] {
  const index = sources.find(({ path }) => path === INDEX);
  if (index === undefined) return [`${INDEX} is missing: no workflow type can be checked`];
  const types = workflowTypes(index, sources);
  if (types.length === 0) return [`${INDEX} exports no workflow`];
  const recorded = (type: string) => [...files.keys()].some((path) => path.startsWith(`${FOLDER}/${type}.`) && path.endsWith('.json'));
  return types.filter((type) => !recorded(type)).map((type) => `workflow ${type} has no history ${FOLDER}/${type}.*.json`);
}

/** The functions that a module exports, its re-exports followed; the names are what Temporal knows as workflow types. */
function workflowTypes(source: Source, sources: readonly Source[]): string[] {
  return source.body.flatMap((statement) => {
    if (statement.type === 'ExportDeclaration') return functionNames(statement.declaration);
    const target = source.imports.find(({ specifier }) => specifier === nameOf(statement.source))?.target;
    const from = sources.find(({ path }) => path === target);
    if (statement.typeOnly === true || !statement.type.startsWith('Export') || from === undefined) return [];
    const offered = workflowTypes(from, sources);
    return statement.type === 'ExportAllDeclaration' ? offered : reexported(statement, offered);
  });
}

function reexported(statement: SyntaxNode, offered: readonly string[]): string[] {
  const specifiers = nodesOf(statement.specifiers, (node) => node.type === 'ExportSpecifier' && node.isTypeOnly !== true);
  return specifiers.flatMap((specifier) => {
    const original = nameOf(specifier.orig);
    return original !== undefined && offered.includes(original) ? (nameOf(specifier.exported) ?? original) : [];
  });
}

function functionNames(declaration: unknown): string[] {
  if (!isNode(declaration)) return [];
  if (declaration.type === 'FunctionDeclaration') return [nameOf(declaration.identifier)].filter((name) => name !== undefined);
  const declarators = nodesOf(declaration, (node) => node.type === 'VariableDeclarator');
  return declarators.flatMap((node) => {
    const value = node.init;
    return isNode(value) && /^(Arrow)?FunctionExpression$/.test(value.type) ? (nameOf(node.id) ?? []) : [];
  });
}
