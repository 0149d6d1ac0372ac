import type { ChargeStatus } from '../domain/charges.ts';
import type { Isp } from '../domain/isps.ts';
import type { PurchaseStatus, SubscriptionStatus } from '../domain/subscriptions.ts';
import type { Page, SubjectPage } from './types.ts';

/** What lists may be narrowed by, all of it at once. `from` is inclusive and `to` is not; absent means whatever it is. */
type Optional<T> = { [Name in keyof T]?: T[Name] | undefined };

type Sold = Optional<{ document: string; isp: Isp; created_from: Date; created_to: Date }>;

/** As callers see it: a success of which money was given back is another status. */
export type ChargeListStatus = ChargeStatus | 'partly_refunded' | 'refunded';

export type ChargePage = SubjectPage & Sold & Optional<{ status: ChargeListStatus; booked_from: Date; booked_to: Date }>;
export type PurchasePage = Page & Sold & Optional<{ status: PurchaseStatus; client_reference: string }>;
export type SubscriptionPage = Page & Sold & Optional<{ status: SubscriptionStatus; client_reference: string }>;
