/** A node of the parser's tree: only what the rules need to know of it. */
export type SyntaxNode = { type: string; span?: Span; [key: string]: unknown };

export type Span = { start: number; end: number };

export type Visit = (node: SyntaxNode, parent: SyntaxNode | undefined) => void;

/** Calls `visit` for every node below and including `tree`, parents first. */
export function walk(tree: unknown, visit: Visit, parent?: SyntaxNode): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit, parent);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  const here = isNode(tree) ? tree : parent;
  if (isNode(tree)) visit(tree, parent);
  for (const [key, value] of Object.entries(tree)) if (key !== 'span') walk(value, visit, here);
}

/** Where a node stands; a property has no span of its own, but its key has. */
export function spanOf(node: SyntaxNode): Span {
  const span = node.span ?? (isNode(node.key) ? node.key.span : undefined);
  if (span === undefined) throw new Error(`a node of type ${node.type} has no span`);
  return span;
}

/** Every node below `tree` that passes the test. */
export function nodesOf(tree: unknown, passes: (node: SyntaxNode) => boolean): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walk(tree, (node) => {
    if (passes(node)) found.push(node);
  });
  return found;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The name that an identifier, a quoted key or a computed string key spells. */
export function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Computed') return nameOf(value.expression);
  const spelled = value.type === 'Identifier' || value.type === 'StringLiteral' || value.type === 'PrivateName' ? value.value : undefined;
  return typeof spelled === 'string' ? spelled : undefined;
}

/** `object.property` as text, or the bare name of an identifier; undefined for anything longer. */
export function dottedName(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'OptionalChainingExpression') return dottedName(value.base);
  if (value.type !== 'MemberExpression') return value.type === 'Identifier' ? nameOf(value) : undefined;
  const object = dottedName(value.object);
  const property = nameOf(value.property);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

/** Every identifier below `tree`. */
export function identifiersIn(tree: unknown): string[] {
  return nodesOf(tree, (node) => node.type === 'Identifier').flatMap((node) => nameOf(node) ?? []);
}

/** The expression inside `as const`, `satisfies`, parentheses and a freezing or defining call. */
export function unwrapped(value: unknown): SyntaxNode | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'CallExpression') {
    const [first] = value.arguments as { expression: unknown }[];
    return unwrapped(first?.expression);
  }
  const inner = ['TsAsExpression', 'TsConstAssertion', 'TsSatisfiesExpression', 'ParenthesisExpression'].includes(value.type);
  return inner ? unwrapped(value.expression) : value;
}

/** What `const name = …` is set to, wherever it stands in the file. */
export function constantNamed(body: unknown, name: string): SyntaxNode | undefined {
  const [declarator] = nodesOf(body, (node) => node.type === 'VariableDeclarator' && nameOf(node.id) === name);
  return unwrapped(declarator?.init);
}
