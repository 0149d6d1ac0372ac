export type IspName = 'alice' | 'free' | 'orange' | 'sfr';
export type BookedPayment = {
  payment_id: string;
  client_correlator: string;
  reference_code: string;
  amount: number;
  status: string;
  line: string;
  created_at: string;
};
export type FaultRule = { operation: string; kind: string; probability?: number; times?: number; latency_ms?: number };

let serial = 0;

/** The control side of the simulated ISPs, and their books: the judge of every test about money. */
export class IspControl {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** A new line of its own, so that tests don't share ceilings or books. */
  async line(isp: IspName, options: { monthly_ceiling?: number; status?: string } = {}): Promise<string> {
    serial += 1;
    const username = `line-${process.pid}-${serial}`;
    await this.#call('POST', `/${isp}/_control/lines`, { username, password: 'secret', line: username, ...options });
    return username;
  }

  /** Changes what a line may do from now on. */
  async change(isp: IspName, line: string, options: { monthly_ceiling?: number; status?: string }): Promise<void> {
    await this.#call('POST', `/${isp}/_control/lines`, { username: line, password: 'secret', line, ...options });
  }

  async token(isp: IspName, line: string, kind: 'one_shot' | 'mandate', more: { ttl_seconds?: number } = {}): Promise<string> {
    const { subscriber_token } = await this.#call<{ subscriber_token: string }>('POST', `/${isp}/_control/tokens`, { line, kind, ...more });
    return subscriber_token;
  }

  async faults(isp: IspName, rules: FaultRule[]): Promise<void> {
    await this.#call('PUT', `/${isp}/_control/faults`, rules);
  }

  async payments(isp: IspName, line?: string): Promise<BookedPayment[]> {
    const all = await this.#call<BookedPayment[]>('GET', `/${isp}/_control/payments`);
    return line === undefined ? all : all.filter((payment) => payment.line === line);
  }

  /** What an ISP has given back of its payments, by its statement of one Paris day: correlator and cents. */
  async refunds(isp: IspName, day: string, client_secret: string): Promise<{ client_correlator: string; amount: number }[]> {
    const answer = await fetch(`${this.url}/${isp}/statements/${day}`, { headers: { authorization: `Bearer ${client_secret}` } });
    const [header, ...lines] = (await answer.text()).trimEnd().split('\n');
    const column = (name: string) => (header ?? '').split(',').indexOf(name);
    return lines
      .map((line) => line.split(','))
      .filter((cells) => cells[column('type')] === 'refund')
      .map((cells) => ({
        client_correlator: cells[column('client_correlator')] ?? '',
        amount: Number(cells[column('amount_cents')]),
      }));
  }

  async mandates(isp: IspName): Promise<{ mandate_id: string; status: string; line: string }[]> {
    return await this.#call('GET', `/${isp}/_control/mandates`);
  }

  async revoke(isp: IspName, mandate_id: string): Promise<void> {
    await this.#call('POST', `/${isp}/_control/mandates/${mandate_id}/revoke`, {});
  }
}
