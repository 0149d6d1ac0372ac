import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import { renderPayout } from '../../../api/pages/payout-statement.ts';
import { composeConsole, composeMerchants } from '../../../compose.ts';
import type { Tier } from '../../../domain/offers.ts';
import type { IspGateways } from '../../../gateways/isp/port.ts';
import { writeLetter } from '../../../gateways/mail/letters.ts';
import type { Letter } from '../../../gateways/mail/mailer.ts';
import type { Engine } from '../../../gateways/temporal/engine.ts';
import { mailLine } from '../../../outbox/send-mail.ts';
import type { EndpointChecks } from '../../../usecases/context.ts';
import { createUseCases } from '../../../usecases/index.ts';
import { addMerchantUser } from '../../../usecases/merchant-users.ts';
import { newId } from '../../../vault/ids.ts';
import { createConsole } from '../../../web/console/console.ts';
import { Books } from '../../billing/support.ts';
import { NO_SETTLEMENTS } from '../no-settlements.ts';
import { PAYOUT_TERMS } from '../payout-terms.ts';
import { type DemoMerchant, seedMerchant } from '../world/seed.ts';
import { Visitor } from './visitor.ts';

/** Nothing runs behind the rows: what is asked for stays asked for. */
const NO_ENGINE: Partial<Engine> = {
  refund: async () => undefined,
  unsubscribe: async () => false,
  advanceClock: async () => false,
};

/** Every URL is good, and nobody answers a ping. */
const NO_CHECKS: EndpointChecks = {
  refusalOf: async () => undefined,
  ping: async () => ({ status: undefined, head: null, latency_ms: 1, error: 'ECONNREFUSED' }),
};

export type HouseOptions = { public_url: string; trusted_proxies: number };

/** The console in one process over rows of a database of its own: no Temporal, no ISP; letters are kept, and time is what the test says. */
export class ConsoleHouse {
  readonly books: Books;
  readonly letters: Letter[] = [];
  readonly logged: string[] = [];
  now = new Date('2026-11-26T10:00:00Z');
  #base = '';
  #close: () => Promise<void> = async () => undefined;
  readonly #public_url: string;
  readonly #trusted_proxies: number;

  private constructor(books: Books, { public_url, trusted_proxies }: HouseOptions) {
    this.books = books;
    this.#public_url = public_url;
    this.#trusted_proxies = trusted_proxies;
  }

  static async open({ public_url = 'http://localhost:3000', trusted_proxies = 0 }: Partial<HouseOptions> = {}): Promise<ConsoleHouse> {
    const house = new ConsoleHouse(await Books.open(), { public_url, trusted_proxies });
    await house.#listen();
    return house;
  }

  async #listen(): Promise<void> {
    const { unitOfWork, vault } = this.books;
    const shared = {
      unitOfWork,
      settlements: NO_SETTLEMENTS,
      vault,
      isps: {} as IspGateways,
      engine: NO_ENGINE as Engine,
      callbacks: NO_CHECKS,
      now: () => this.now,
      close: async () => undefined,
    };
    const log = pino({ level: 'debug' }, { write: (line: string) => void this.logged.push(line) });
    const settings = { public_url: this.#public_url, wait_ms: 0, jitter_seconds: 0, dunning_days: [1, 3, 7], payout_terms: PAYOUT_TERMS };
    const useCases = createUseCases({ ...shared, ...settings });
    const merchants = composeMerchants(shared, { CALLBACK_SECRET_OVERLAP_HOURS: 24 });
    const pages = createConsole({
      useCases: composeConsole(shared, { ...useCases, ...merchants }),
      config: { public_url: this.#public_url, log, newId, now: shared.now, renderPayout },
    });
    const limits = { rate_limit_per_second: 100, code_guesses_per_minute: 10, isp_notification_secret: 'a secret of the ISPs' };
    const config = { public_url: this.#public_url, trusted_proxies: this.#trusted_proxies, ...limits, log };
    const server = createServer(createApp({ useCases, config }, pages));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  }

  get url(): string {
    return this.#base;
  }

  async close(): Promise<void> {
    await this.#close();
    await this.books.close();
  }

  /** A browser that has never been here. */
  visitor(): Visitor {
    return new Visitor(this.#base, new URL(this.#public_url).origin);
  }

  async person(email: string, merchant_id = this.books.merchant.scope.merchant_id): Promise<void> {
    const { unitOfWork, vault } = this.books;
    await addMerchantUser({ unitOfWork, vault, now: () => this.now }, { merchant_id, email, locale: 'fr' });
  }

  /** Another merchant with documents and keys of its own. */
  async merchant(name: string, tier: Tier): Promise<DemoMerchant> {
    return await seedMerchant(this.books, { callback_url: null, tier, name, with_grid: false });
  }

  /** Sends what waits to be sent, as the worker does, and answers the letters to this address, the oldest first. */
  async lettersTo(address: string): Promise<Letter[]> {
    const { unitOfWork, vault } = this.books;
    const mailer = {
      send: async (letter: Letter) => {
        this.letters.push(letter);
        return { message_id: letter.message_id };
      },
    };
    const line = mailLine({ unitOfWork, vault, mailer, writeLetter, now: () => this.now, public_url: this.#public_url });
    for (const id of await line.claim({ now: this.now, held_until: this.now, limit: 100 })) await line.handle(id);
    return this.letters.filter(({ to }) => to === address);
  }

  /** The path of the last link that this address was mailed. */
  async linkTo(address: string): Promise<string> {
    const link = /https?:\/\/\S+\/console\/sign-in\/\S+/.exec((await this.lettersTo(address)).at(-1)?.text ?? '')?.[0];
    if (link === undefined) throw new Error(`${address} was mailed no link`);
    return new URL(link).pathname;
  }

  /** A browser in which this person, who is added where that is new, has signed in. */
  async signedIn(email: string, merchant_id?: string): Promise<Visitor> {
    await this.person(email, merchant_id);
    const visitor = this.visitor();
    await visitor.post('/console/sign-in', { email });
    const answer = await visitor.post(await this.linkTo(email));
    if (answer.status !== 303) throw new Error(`the sign-in was answered with ${answer.status}`);
    return visitor;
  }
}
