import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { importsIn } from './tidy/imports.ts';
import { type SyntaxNode, spanOf } from './tidy/syntax.ts';

/** One import, re-export or `import()`: what it names, resolved to a path of the house or left as a package's name. */
export type Import = { target: string; specifier: string; type_only: boolean; line: number };

export type Source = {
  path: string;
  text: string;
  body: readonly SyntaxNode[];
  imports: readonly Import[];
  /** Counted from 1. */
  lines: (node: SyntaxNode) => { first: number; last: number };
};

/** What the rules look at: every parsed TypeScript file, and the text of every other file by its path. */
export type House = { sources: readonly Source[]; files: ReadonlyMap<string, string> };

const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.local', 'coverage']);
const READ_AS_TEXT = /\.(md|ts|js|mjs|css|sh|ya?ml|sql)$|^(\.ci\/run|Dockerfile)$/;

/** Parses one file with the parser that also loads it in Jest. Throws with the file's path where it can't be parsed. */
export function parseSource(file_path: string, text: string): Source {
  // The first statement is ours, so that its span tells where the file begins whatever the parser counts from.
  const body = parse(file_path, `;${text.replace(/^#!/, '//')}`);
  const base = (body[0]?.span?.start ?? 0) + 1;
  const line_ends = lineEnds(text);
  const lineAt = (position: number) => line_ends.filter((end) => end < position - base).length + 1;
  const lines = (node: SyntaxNode) => ({ first: lineAt(spanOf(node).start), last: lineAt(spanOf(node).end - 1) });
  const statements = body.slice(1);
  const imports = importsIn(statements).map(({ node, specifier, type_only }) => ({
    target: resolve(file_path, specifier),
    specifier,
    type_only,
    line: lines(node).first,
  }));
  return { path: file_path, text, body: statements, imports, lines };
}

/** A house out of texts by path: for the real one see `readHouse`, for small broken ones the rules' own test. */
export function houseOf(texts: Readonly<Record<string, string>>): House {
  const entries = Object.entries(texts);
  const sources = entries.filter(([name]) => name.endsWith('.ts')).map(([name, text]) => parseSource(name, text));
  return { sources, files: new Map(entries) };
}

export function readHouse(root: string): House {
  const texts: Record<string, string> = {};
  for (const name of filesBelow(root, '')) texts[name] = READ_AS_TEXT.test(name) ? readFileSync(path.join(root, name), 'utf8') : '';
  return houseOf(texts);
}

function parse(file_path: string, text: string): SyntaxNode[] {
  try {
    return parseSync(text, { syntax: 'typescript', target: 'es2024' }).body as unknown as SyntaxNode[];
  } catch (error) {
    throw new Error(`${file_path} can't be parsed`, { cause: error });
  }
}

/** Positions of the newlines in bytes, which is what the parser counts. */
function lineEnds(text: string): number[] {
  const ends: number[] = [];
  const bytes = Buffer.from(text);
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) ends.push(at);
  return ends;
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : specifier;
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : filesBelow(root, name);
    return entry.isFile() ? [name] : [];
  });
}
