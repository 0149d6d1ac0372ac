import type { Answer } from './http.ts';

export interface HtmlForm {
  method: string;
  /** The whole address that it is sent to. */
  action: string;
  /** Its hidden fields. */
  fields: Record<string, string>;
}

/** The forms of one of our own pages, as a browser would find them; enough for their plain HTML, no general parser. */
export function formsOf({ url, text }: Pick<Answer, 'url' | 'text'>): HtmlForm[] {
  return [...text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', content = '']) => ({
    method: (attribute(tag, 'method') ?? 'get').toLowerCase(),
    action: new URL(attribute(tag, 'action') ?? url, url).href,
    fields: hiddenFields(content),
  }));
}

function hiddenFields(content: string): Record<string, string> {
  const inputs = [...content.matchAll(/<input\b([^>]*)>/g)].map(([, tag = '']) => tag);
  const hidden = inputs.filter((tag) => attribute(tag, 'type') === 'hidden');
  return Object.fromEntries(hidden.map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? '']));
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescapeHtml(found);
}

const NAMED: Record<string, string> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

/** Text without the escapes of HTML. */
export function unescapeHtml(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal));
  });
}
