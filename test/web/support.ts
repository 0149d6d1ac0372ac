import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../api/app.ts';
import { Refusal } from '../../domain/refusals.ts';
import type { Locale } from '../../domain/subscriptions.ts';
import type { LeavePage, LeavingUseCases } from '../../usecases/leaving-types.ts';
import type {
  CheckoutChoice,
  CheckoutPage,
  DocumentView,
  IspReturn,
  PurchaseView,
  SubscriptionView,
  UnsubscribePage,
  UseCases,
} from '../../usecases/types.ts';
import { createPages } from '../../web/pages.ts';
import { callbackView } from '../support/api/views.ts';

const CREATED = new Date('2026-01-31T10:00:00Z');

export const CHECKOUT_ID = 'chk_01k0000000000000000000000';
export const TOKEN = 'unsub.Token-1_a';
export const ISP_ORIGIN = 'http://localhost:4000';

export const oneShot: DocumentView = {
  id: 'doc_1',
  kind: 'one_shot',
  mode: 'live',
  name: 'Le Grand Journal',
  site_url: 'https://journal.example/',
  locale: 'fr',
  callback_url: null,
  callbacks: callbackView(null),
  price_cents: 400n,
  max_codes: 10,
  offers: [],
  version: 1,
  archived_at: null,
  created_at: CREATED,
  updated_at: CREATED,
};

export const rebilling: DocumentView = {
  ...oneShot,
  kind: 'rebilling',
  price_cents: null,
  max_codes: null,
  offers: [
    { id: 'off_week', period: 'week', price_cents: 500n },
    { id: 'off_month', period: 'month', price_cents: 1_000n },
  ],
};

export const purchase: PurchaseView = {
  id: 'pur_1',
  mode: 'live',
  status: 'completed',
  reference: 'REF123456789',
  document: 'doc_1',
  document_version: 1,
  quantity: 2,
  amount_cents: 800n,
  isp: 'orange',
  client_reference: null,
  codes: [
    { code: 'K7QX-2M9T-WB4H-81RC', status: 'unused' },
    { code: 'AAAA-BBBB-CCCC-DDDD', status: 'used' },
  ],
  decline: null,
  charge: 'chg_1',
  created_at: CREATED,
  completed_at: CREATED,
};

export const subscription: SubscriptionView = {
  id: 'sub_1',
  mode: 'live',
  status: 'active',
  reference: 'SUB123456789',
  document: 'doc_1',
  document_version: 1,
  offer: 'off_week',
  period: 'week',
  price_cents: 500n,
  isp: 'free',
  client_reference: null,
  test_clock: null,
  code: 'K7QX-2M9T-WB4H-81RC',
  current_period: { index: 0, start: CREATED, end: new Date('2026-02-07T10:00:00Z') },
  next_charge_at: new Date('2026-02-07T10:00:00Z'),
  unsubscribe_url: 'https://pay.example/unsubscribe/token',
  ended_at: null,
  end_reason: null,
  end_source: null,
  decline: null,
  created_at: CREATED,
};

export const endedSubscription: SubscriptionView = {
  ...subscription,
  status: 'ended',
  next_charge_at: null,
  ended_at: new Date('2026-02-01T23:30:00Z'),
  end_reason: 'unsubscribed',
  end_source: 'email_link',
};

export function checkoutPage(change: Partial<CheckoutPage> = {}): CheckoutPage {
  return {
    checkout: {
      id: CHECKOUT_ID,
      url: `https://pay.example/checkout/${CHECKOUT_ID}`,
      document: 'doc_1',
      status: 'open',
      purchase: null,
      subscription: null,
      expires_at: new Date('2026-02-01T10:00:00Z'),
      created_at: CREATED,
    },
    merchant_name: 'Éditions Martin',
    document: oneShot,
    locale: 'fr',
    quantity: null,
    offer: null,
    email: null,
    isp: null,
    sent_to: null,
    return_url: null,
    failure: null,
    purchase: null,
    subscription: null,
    ...change,
  };
}

export function withStatus(page: CheckoutPage, status: CheckoutPage['checkout']['status']): CheckoutPage {
  return { ...page, checkout: { ...page.checkout, status } };
}

export function unsubscribePage(change: Partial<UnsubscribePage> = {}): UnsubscribePage {
  return {
    subscription: { ...subscription, code: null },
    merchant_name: 'Éditions Martin',
    document_name: 'Le Grand Journal',
    site_url: 'https://journal.example/',
    locale: 'fr',
    ...change,
  };
}

/** What the pages asked of the use cases, showing aside. */
export type Act =
  | { act: 'leave'; choice: CheckoutChoice }
  | { act: 'return'; answer: IspReturn }
  | { act: 'unsubscribe'; source: 'email_link' | 'one_click' }
  | { act: 'request link'; email: string; locale: Locale }
  | { act: 'end'; subscription: string };

export type World = {
  checkout: CheckoutPage;
  unsubscribe: UnsubscribePage;
  /** Behind a mailed link. */
  leaving: LeavePage;
  /** Thrown by whatever acts. */
  failure?: Error;
  /** Thrown by whatever shows. */
  show_failure?: Error;
};

type Used = Pick<UseCases, 'showCheckout' | 'noteFormShown' | 'leaveForIsp' | 'returnFromIsp' | 'showUnsubscribe' | 'unsubscribe'> &
  LeavingUseCases;

export const SUBSCRIPTION_CODE = 'K7QX-2M9T-WB4H-81RC';
export const PURCHASE_CODE = 'AAAA-BBBB-CCCC-DDDD';

function leavingUseCases(world: World, { find, act }: { find(found: boolean): void; act(done: Act): void }): LeavingUseCases {
  return {
    async findByCode(code) {
      if (world.show_failure !== undefined) throw world.show_failure;
      if (code === SUBSCRIPTION_CODE) return { kind: 'subscription', token: TOKEN };
      return { kind: code === PURCHASE_CODE ? 'one_shot' : 'unknown' };
    },
    async requestLeaveLink(input) {
      act({ act: 'request link', ...input });
    },
    async showLeavePage(token) {
      find(token === TOKEN);
      return world.leaving;
    },
    async endFromLeavePage(token, subscription) {
      find(token === TOKEN);
      act({ act: 'end', subscription });
      return world.leaving;
    },
  };
}

/** A world of one checkout and one subscription. What the pages don't use isn't there, and would fail loudly. */
function fakeUseCases(world: World, acts: Act[], shown: string[]): UseCases {
  const find = (found: boolean) => {
    if (world.show_failure !== undefined) throw world.show_failure;
    if (!found) throw new Refusal('not_found', 'No such thing.');
  };
  const act = (done: Act) => {
    acts.push(done);
    if (world.failure !== undefined) throw world.failure;
  };
  const used: Used = {
    ...leavingUseCases(world, { find, act }),
    async showCheckout(id) {
      find(id === CHECKOUT_ID);
      return world.checkout;
    },
    async noteFormShown(id) {
      find(id === CHECKOUT_ID);
      shown.push(id);
    },
    async leaveForIsp(id, choice) {
      find(id === CHECKOUT_ID);
      act({ act: 'leave', choice });
      return { redirect_url: `${ISP_ORIGIN}/${choice.isp}/authorize?state=s1` };
    },
    async returnFromIsp(id, answer) {
      find(id === CHECKOUT_ID);
      act({ act: 'return', answer });
      return world.checkout;
    },
    async showUnsubscribe(token) {
      find(token === TOKEN);
      return world.unsubscribe;
    },
    async unsubscribe(token, source) {
      find(token === TOKEN);
      act({ act: 'unsubscribe', source });
      world.unsubscribe = { ...world.unsubscribe, subscription: { ...endedSubscription, code: null } };
      return world.unsubscribe;
    },
  };
  return used as UseCases;
}

export type Site = {
  world: World;
  acts: Act[];
  /** The checkout's id for each form that was noted as shown. */
  shown: string[];
  /** Lines of the log. */
  logged: string[];
  /** Never follows redirects. */
  /** Where a browser finds it. */
  base: string;
  fetch(path: string, options?: RequestInit): Promise<Response>;
  page(path: string): Promise<string>;
  submit(path: string, fields: Record<string, string>): Promise<Response>;
};

/** Serves the pages over HTTP, beside the API as in production, on a free port for as long as the test runs. */
export async function withSite<T>(change: Partial<World> & { public_url?: string }, use: (site: Site) => Promise<T>): Promise<T> {
  const { public_url = 'http://localhost:3000', ...rest } = change;
  const world: World = {
    checkout: checkoutPage(),
    unsubscribe: unsubscribePage(),
    leaving: { kind: 'open', locale: 'fr', subscriptions: [unsubscribePage()] },
    ...rest,
  };
  const acts: Act[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const shown: string[] = [];
  const useCases = fakeUseCases(world, acts, shown);
  const pages = createPages({ useCases, config: { public_url, isp_origin: ISP_ORIGIN, log } });
  const limits = { rate_limit_per_second: 100, code_guesses_per_minute: 10, isp_notification_secret: 'a secret of the ISPs' };
  const app = createApp({ useCases, config: { public_url, ...limits, log } }, pages);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = (path: string, options: RequestInit = {}) => fetch(`${base}${path}`, { redirect: 'manual', ...options });
  try {
    return await use({
      world,
      acts,
      shown,
      logged,
      base,
      fetch: request,
      page: async (path) => (await request(path)).text(),
      submit: (path, fields) => request(path, { method: 'POST', body: new URLSearchParams(fields) }),
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A page as text: its entities read, its spaces plain. */
export function readable(page: string): string {
  const entities = page.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCodePoint(Number(code)));
  return entities.replace(/[\u00a0\u202f]/g, ' ');
}
