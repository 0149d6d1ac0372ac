import type { House, Source } from '../source.ts';
import { isBelow } from './rooms.ts';
import { dottedName, isNode, nameOf, nodesOf, type SyntaxNode, unwrapped } from './syntax.ts';

const CLOCKS_AND_DICE = new Set([
  'Date.now',
  'Math.random',
  'Temporal.Now',
  'process.hrtime',
  'crypto.randomUUID',
  'crypto.getRandomValues',
]);
const CALLED_BARE = new Set(['Date', 'randomUUID', 'randomBytes', 'randomInt', 'ulid', 'setTimeout', 'setInterval', 'setImmediate']);

/** Rules of the domain are given the time and draw no lots: the same input is the same answer, today and on a test clock. */
export function domainPurity({ sources }: House): string[] {
  return sources.filter((source) => isBelow(source.path, 'domain')).flatMap((source) => findings(source, impurity));
}

/** Settings come in through config.ts alone. */
export function environment({ sources }: House): string[] {
  const outside = sources.filter(
    (source) => source.path !== 'config.ts' && !isBelow(source.path, 'test') && !isBelow(source.path, 'local'),
  );
  return outside.flatMap((source) => findings(source, environmentRead));
}

/** All workflows of a thread share the modules of this room (docs/decisions/0026): what one of them kept there would reach the others. */
export function statelessWorkflows({ sources }: House): string[] {
  const inWorkflows = sources.filter((source) => isBelow(source.path, 'workflows'));
  return inWorkflows.flatMap((source) =>
    topLevelVariables(source.body)
      .filter(({ kind, init }) => kind !== 'const' || nodesOf(init, keepsSomething).length > 0)
      .map(({ node }) => `${source.path}:${source.lines(node).first} keeps something outside of its functions`),
  );
}

type TopLevelVariable = { node: SyntaxNode; kind: unknown; init: SyntaxNode | undefined };

function topLevelVariables(body: unknown): TopLevelVariable[] {
  const items = Array.isArray(body) ? body.filter(isNode) : [];
  const declarations = items.map((item) => (item.type === 'ExportDeclaration' ? item.declaration : item)).filter(isNode);
  return declarations
    .filter(({ type }) => type === 'VariableDeclaration')
    .flatMap((node) =>
      nodesOf(node.declarations, isDeclarator).map((variable) => ({ node, kind: node.kind, init: unwrapped(variable.init) })),
    );
}

const isDeclarator = ({ type }: SyntaxNode) => type === 'VariableDeclarator';
const keepsSomething = ({ type }: SyntaxNode) => type === 'NewExpression' || type === 'ArrayExpression';

function findings(source: Source, problemOf: (node: SyntaxNode) => string | undefined): string[] {
  return nodesOf(source.body, (node) => problemOf(node) !== undefined).map(
    (node) => `${source.path}:${source.lines(node).first} ${problemOf(node)}`,
  );
}

function impurity(node: SyntaxNode): string | undefined {
  const name = dottedName(node);
  if (node.type === 'MemberExpression' && name !== undefined) {
    return CLOCKS_AND_DICE.has(name) || name.startsWith('performance.') ? `${name} in the domain` : undefined;
  }
  if (node.type === 'CallExpression') {
    const callee = nameOf(node.callee);
    return callee !== undefined && CALLED_BARE.has(callee) ? `${callee}() in the domain` : undefined;
  }
  const given = node.arguments;
  const now = node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && (!Array.isArray(given) || given.length === 0);
  return now ? 'new Date() in the domain' : undefined;
}

function environmentRead(node: SyntaxNode): string | undefined {
  const problem = 'reads the environment; only config.ts does';
  if (node.type === 'MemberExpression') return dottedName(node)?.endsWith('process.env') === true ? problem : undefined;
  const taken =
    (node.type === 'VariableDeclarator' && nameOf(node.init) === 'process') ||
    (node.type === 'ImportDeclaration' && ['node:process', 'process'].includes(nameOf(node.source) ?? ''));
  const named = nodesOf(node.id ?? node.specifiers, (inner) => nameOf(inner) === 'env');
  return taken && named.length > 0 ? problem : undefined;
}
