import type { EntityManager, EntityName, FilterQuery } from '@mikro-orm/postgresql';
import { ISPS } from '../../domain/isps.ts';
import { Charge } from '../entities/charge.ts';
import { Checkout, type CheckoutRow } from '../entities/checkout.ts';
import { Document, type DocumentRow } from '../entities/document.ts';
import { Event, type EventRow } from '../entities/event.ts';
import { Mail, type MailRow } from '../entities/mail.ts';
import { Merchant, type MerchantRow } from '../entities/merchant.ts';
import { Purchase, type PurchaseRow } from '../entities/purchase.ts';
import { Refund, type RefundRow } from '../entities/refund.ts';
import { Subscription, type SubscriptionRow } from '../entities/subscription.ts';
import { TestClock, type TestClockRow } from '../entities/test-clock.ts';

/** One row of whichever merchant, for operators who hold an id, a reference of ours or a name of an ISP. */
export class LookingUpStore {
  readonly #em: EntityManager;
  constructor(em: EntityManager) {
    this.#em = em;
  }

  readonly purchase = (id: string): Promise<PurchaseRow | null> => this.#one(Purchase, id);
  readonly subscription = (id: string): Promise<SubscriptionRow | null> => this.#one(Subscription, id);
  readonly refund = (id: string): Promise<RefundRow | null> => this.#one(Refund, id);
  readonly event = (id: string): Promise<EventRow | null> => this.#one(Event, id);
  readonly letter = (id: string): Promise<MailRow | null> => this.#one(Mail, id);
  readonly document = (id: string): Promise<DocumentRow | null> => this.#one(Document, id);
  readonly merchant = (id: string): Promise<MerchantRow | null> => this.#one(Merchant, id);
  readonly checkout = (id: string): Promise<CheckoutRow | null> => this.#one(Checkout, id);
  readonly testClock = (id: string): Promise<TestClockRow | null> => this.#one(TestClock, id);

  async #one<T extends { id: string }>(entity: EntityName<T>, id: string): Promise<T | null> {
    return (await this.#em.findOne(entity, { id } as unknown as FilterQuery<T>, { disableIdentityMap: true })) as T | null;
  }

  /** What was told to merchants of a purchase; of a subscription the newest so many. */
  async events(subject: { purchase_id: string } | { subscription_id: string }, limit: number): Promise<EventRow[]> {
    return await this.#em.find(Event, subject, { orderBy: { id: 'desc' }, limit, disableIdentityMap: true });
  }

  /** The newest so many charges of a subscription. */
  async charges(subscription_id: string, limit: number) {
    return await this.#em.find(Charge, { subscription_id }, { orderBy: { period_index: 'desc' }, limit, disableIdentityMap: true });
  }

  /** The id of what people know by our reference, or ISPs by their payment, refund or mandate. */
  async idOfName(name: string): Promise<string | undefined> {
    const isps = [...ISPS];
    const rows = await this.#em.execute<{ id: string }[]>(
      `select id from purchase where reference = ? union all select id from subscription where reference = ?
         union all select id from charge where reference = ?
         union all select id from charge where isp in (?) and isp_reference = ?
         union all select id from refund where isp in (?) and isp_reference = ?
         union all select id from subscription where isp in (?) and mandate_reference = ? limit 1`,
      [name, name, name, isps, name, isps, name, isps, name],
    );
    return rows[0]?.id;
  }
}
