import { nameOf, type SyntaxNode, walk } from './syntax.ts';

type Found = { node: SyntaxNode; specifier: string; type_only: boolean };

/** Every place where a file names another module. `import { type A }` counts as a value: Node still loads that module. */
export function importsIn(body: readonly SyntaxNode[]): Found[] {
  const found: Found[] = [];
  walk(body, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push({ node, specifier, type_only: node.typeOnly === true || node.type === 'TsImportType' });
  });
  return found;
}

function specifierOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return nameOf(node.source);
    case 'TsImportType':
      return nameOf(node.argument);
    case 'CallExpression':
      return dynamicSpecifier(node);
    default:
      return undefined;
  }
}

function dynamicSpecifier(node: SyntaxNode): string | undefined {
  const callee = node.callee as SyntaxNode;
  if (callee.type !== 'Import' && nameOf(callee) !== 'require') return undefined;
  const [first] = node.arguments as { expression: SyntaxNode }[];
  const quasis = first?.expression.quasis as { cooked?: string }[] | undefined;
  return nameOf(first?.expression) ?? quasis?.[0]?.cooked;
}
