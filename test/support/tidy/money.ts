import type { House, Source } from '../source.ts';
import { dottedName, identifiersIn, isNode, nameOf, nodesOf, type SyntaxNode, walk } from './syntax.ts';

const MONEY_NAME = /amount|price|cents|total/i;
const CENTS_NAME = /(^|_)cents$|Cents$/;
/** Columns that would hold cents as something else than a bigint. */
const NARROW_COLUMN = /^p\.(integer|smallint|mediumint|tinyint|float|double|decimal)$/;
/** The edges, where cents are integers of JSON on their way in or out. */
const WIRE = [/^api\/schemas[/.]/, /^web\//, /^simulator\//, /^gateways\/.*(wire|codec|schema)[^/]*$/];

/** Money never passes through a float: no float functions on it, no `number` for cents inside the house. */
export function floatMoney({ sources }: House): string[] {
  return sources.flatMap((source) => [...floatFunctions(source), ...numberCents(source)]);
}

function floatFunctions({ path, body, lines }: Source): string[] {
  const found = new Set<string>();
  walk(body, (node) => {
    const subject = subjectOf(node);
    if (subject === undefined || !subject.names.some((name) => MONEY_NAME.test(name))) return;
    for (const call of subject.calls) found.add(`${path}:${lines(call).first} ${floatFunction(call)} on money`);
  });
  return [...found];
}

/** The float calls at a node together with the names that say what they are about. */
function subjectOf(node: SyntaxNode): { calls: SyntaxNode[]; names: string[] } | undefined {
  if (floatFunction(node) !== undefined) return { calls: [node], names: identifiersIn([objectOf(node), node.arguments]) };
  const [target, value] = assignmentOf(node);
  const name = nameOf(target);
  return name === undefined ? undefined : { calls: nodesOf(value, (inner) => floatFunction(inner) !== undefined), names: [name] };
}

function assignmentOf(node: SyntaxNode): [unknown, unknown] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [node.id, node.init];
    case 'AssignmentExpression': {
      const left = node.left;
      return [isNode(left) && left.type === 'MemberExpression' ? left.property : left, node.right];
    }
    case 'KeyValueProperty':
    case 'ClassProperty':
      return [node.key, node.value];
    default:
      return [undefined, undefined];
  }
}

function floatFunction(node: SyntaxNode): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const name = dottedName(node.callee);
  if (name === 'parseFloat' || name === 'Number.parseFloat' || name === 'Math.round') return name;
  const callee = node.callee;
  return isNode(callee) && nameOf(callee.property) === 'toFixed' ? 'toFixed' : undefined;
}

function objectOf(node: SyntaxNode): unknown {
  const callee = node.callee;
  return isNode(callee) ? callee.object : undefined;
}

function numberCents({ path, body, lines }: Source): string[] {
  if (WIRE.some((edge) => edge.test(path))) return [];
  const wrong = nodesOf(body, (node) => {
    const name = nameOf(node.key ?? node);
    return name !== undefined && CENTS_NAME.test(name) && (isNumber(node.typeAnnotation) || isNarrowColumn(node.value));
  });
  return wrong.map((node) => `${path}:${lines(node).first} ${nameOf(node.key ?? node)} is a number; cents are a bigint`);
}

function isNumber(annotation: unknown): boolean {
  return nodesOf(annotation, (node) => node.type === 'TsKeywordType' && node.kind === 'number').length > 0;
}

function isNarrowColumn(value: unknown): boolean {
  return nodesOf(value, (node) => NARROW_COLUMN.test(dottedName(node) ?? '')).length > 0;
}
