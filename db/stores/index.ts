import type { EntityManager } from '@mikro-orm/postgresql';
import { atOnce, type Write } from '../at-once.ts';
import { BuyerStore } from './buyers.ts';
import { CallbackStore } from './callbacks.ts';
import { ChargeStore } from './charges.ts';
import { CheckoutStore } from './checkouts.ts';
import { ClockStore } from './clocks.ts';
import { CodeStore } from './codes.ts';
import { ConsentStore } from './consents.ts';
import { ConsoleStore } from './console.ts';
import { ConsoleSearchStore } from './console-search.ts';
import { DiscrepancyStore } from './discrepancies.ts';
import { DocumentStore } from './documents.ts';
import { EventStore } from './events.ts';
import { LeaveRequestStore } from './leave-requests.ts';
import { LedgerStore } from './ledger.ts';
import { LookingUpStore } from './looking-up.ts';
import { MailStore } from './mails.ts';
import { MerchantUserStore } from './merchant-users.ts';
import { MerchantStore } from './merchants.ts';
import { OversightStore } from './oversight.ts';
import { PayoutGridStore } from './payout-grid.ts';
import { PayoutStore } from './payouts.ts';
import { PurchaseStore } from './purchases.ts';
import { ReconciliationStore } from './reconciliations.ts';
import { RefundStore } from './refunds.ts';
import { ReportStore } from './reports.ts';
import { RequestStore } from './requests.ts';
import { SubscriptionStore } from './subscriptions.ts';
import { UndeliveredStore } from './undelivered.ts';

/** One store per aggregate, all on one transaction or connection. Rows go out as plain values and are never handed to Temporal. */
export class Stores {
  readonly merchants: MerchantStore;
  readonly merchantUsers: MerchantUserStore;
  readonly documents: DocumentStore;
  readonly callbacks: CallbackStore;
  readonly buyers: BuyerStore;
  readonly purchases: PurchaseStore;
  readonly subscriptions: SubscriptionStore;
  readonly charges: ChargeStore;
  readonly refunds: RefundStore;
  readonly codes: CodeStore;
  readonly events: EventStore;
  readonly mails: MailStore;
  readonly leaveRequests: LeaveRequestStore;
  readonly checkouts: CheckoutStore;
  readonly consents: ConsentStore;
  readonly requests: RequestStore;
  readonly clocks: ClockStore;
  readonly reconciliations: ReconciliationStore;
  readonly discrepancies: DiscrepancyStore;
  readonly ledger: LedgerStore;
  readonly payoutGrid: PayoutGridStore;
  readonly payouts: PayoutStore;
  readonly console: ConsoleStore;
  readonly consoleSearch: ConsoleSearchStore;
  readonly oversight: OversightStore;
  readonly undelivered: UndeliveredStore;
  readonly lookingUp: LookingUpStore;
  readonly reports: ReportStore;

  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
    this.merchants = new MerchantStore(em);
    this.merchantUsers = new MerchantUserStore(em);
    this.documents = new DocumentStore(em);
    this.callbacks = new CallbackStore(em);
    this.buyers = new BuyerStore(em);
    this.purchases = new PurchaseStore(em);
    this.subscriptions = new SubscriptionStore(em);
    this.charges = new ChargeStore(em);
    this.refunds = new RefundStore(em);
    this.codes = new CodeStore(em);
    this.events = new EventStore(em);
    this.mails = new MailStore(em);
    this.leaveRequests = new LeaveRequestStore(em);
    this.checkouts = new CheckoutStore(em);
    this.consents = new ConsentStore(em);
    this.requests = new RequestStore(em);
    this.clocks = new ClockStore(em);
    this.reconciliations = new ReconciliationStore(em);
    this.discrepancies = new DiscrepancyStore(em);
    this.ledger = new LedgerStore(em);
    this.payoutGrid = new PayoutGridStore(em);
    this.payouts = new PayoutStore(em);
    this.console = new ConsoleStore(em);
    this.consoleSearch = new ConsoleSearchStore(em);
    this.oversight = new OversightStore(em);
    this.undelivered = new UndeliveredStore(em);
    this.lookingUp = new LookingUpStore(em);
    this.reports = new ReportStore(em);
  }

  /** Carries out writes that don't depend on each other, in one statement. */
  async atOnce(writes: readonly Write[]): Promise<void> {
    await atOnce(this.#em, writes);
  }

  /** Resolves where PostgreSQL answers. */
  async ping(): Promise<void> {
    await this.#em.execute('select 1');
  }
}
