const TOKENS = /"(?:[^"\\]+|\\.)*"|[{}[\]:]/g;

/**
 * Whether a text, which is JSON, names a field of one object twice. Parsers differ in which of the two they keep, so what a proxy or a log
 * saw of such a body need not be what is charged (RFC 8259, 4).
 */
export function namesTwice(json: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let last_text = '""';
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') last_text = token;
    else {
      // Escapes differ where names don't.
      const name = JSON.parse(last_text) as string;
      if (open.at(-1)?.has(name)) return true;
      open.at(-1)?.add(name);
    }
  }
  return false;
}
