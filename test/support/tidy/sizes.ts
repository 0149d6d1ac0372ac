import type { House, Source } from '../source.ts';
import { dottedName, nameOf, type SyntaxNode, walk } from './syntax.ts';

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
  'GetterProperty',
  'SetterProperty',
]);

/** 400 lines a file and 70 a function. Migrations and the client's types are written by tools; the callback of a `describe` is a heading, not a function. */
export function sizes({ sources }: House): string[] {
  return sources
    .filter((source) => !source.path.startsWith('db/migrations/') && source.path !== 'client/schema.ts')
    .flatMap((source) => [...longFile(source), ...longFunctions(source)]);
}

function longFile({ path, text }: Source): string[] {
  const lines = text.replace(/\n$/, '').split('\n').length;
  return lines > FILE_LINES_MAX ? [`${path} has ${lines} lines; ${FILE_LINES_MAX} is the stop`] : [];
}

function longFunctions({ path, body, lines }: Source): string[] {
  const found: string[] = [];
  walk(body, (node, parent) => {
    if (!FUNCTIONS.has(node.type) || isHeading(parent)) return;
    const { first, last } = lines(node);
    const length = last - first + 1;
    if (length > FUNCTION_LINES_MAX)
      found.push(`${path}:${first} ${titleOf(node, parent)} has ${length} lines; ${FUNCTION_LINES_MAX} is the stop`);
  });
  return found;
}

/** `describe(…)`, `describe.each(…)(…)` and their like. */
function isHeading(parent: SyntaxNode | undefined): boolean {
  if (parent?.type !== 'CallExpression') return false;
  const callee = parent.callee as SyntaxNode;
  const name = dottedName(callee.type === 'CallExpression' ? callee.callee : callee);
  return name === 'describe' || name?.startsWith('describe.') === true;
}

function titleOf(node: SyntaxNode, parent: SyntaxNode | undefined): string {
  const name = nameOf(node.identifier) ?? nameOf(node.key) ?? nameOf(parent?.id) ?? nameOf(parent?.key);
  return name === undefined ? 'a function' : `function ${name}`;
}
