export type Answer = { status: number; headers: Headers; text: string; location: string | null };

/** A browser without scripts: keeps cookies, says where its forms come from, and fills their hidden fields in. Follows no redirect. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #base: string;
  readonly #origin: string;

  constructor(base: string, origin: string) {
    this.#base = base;
    this.#origin = origin;
  }

  async get(path: string): Promise<Answer> {
    return await this.#ask(path, {});
  }

  /** Sends a form as the page does. `headers` replace what a browser says by itself. */
  async post(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = { origin: this.#origin },
  ): Promise<Answer> {
    return await this.#ask(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  /** Opens a page and sends a form of it: the first one whose action is the path that is named. */
  async send(page: string, action: string, fields: Record<string, string>): Promise<Answer> {
    const { text } = await this.get(page);
    return await this.post(action, { ...hiddenFields(text, action), ...fields });
  }

  async #ask(path: string, options: RequestInit): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      'accept-language': 'en',
      ...(cookie === '' ? {} : { cookie }),
      ...(options.headers as Record<string, string> | undefined),
    };
    const answer = await fetch(this.#base + path, { ...options, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return { status: answer.status, headers: answer.headers, text: await answer.text(), location: answer.headers.get('location') };
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function hiddenFields(page: string, action: string): Record<string, string> {
  const form = [...page.matchAll(/<form\b[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find(([, address]) => address === action)?.[2];
  if (form === undefined) throw new Error(`the page has no form to ${action}`);
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]),
  );
}
