import { Buyer } from './buyer.ts';
import { CallbackEndpoint } from './callback-endpoint.ts';
import { Charge, ChargeAttempt } from './charge.ts';
import { Checkout } from './checkout.ts';
import { Code } from './code.ts';
import { Consent, ConsentText } from './consent.ts';
import { ConsoleSession, ConsoleSignIn } from './console.ts';
import { Document, DocumentVersion, Offer } from './document.ts';
import { Event, EventDelivery } from './event.ts';
import { LeaveRequest } from './leave-request.ts';
import { PayoutGridRow, PostingLine, PostingSet } from './ledger.ts';
import { Mail } from './mail.ts';
import { ApiKey, CallbackSecret, Merchant, MerchantUser } from './merchant.ts';
import { Payable, Payout, PayoutLine } from './payout.ts';
import { Purchase } from './purchase.ts';
import { Discrepancy, Reconciliation, StatementLineEntity } from './reconciliation.ts';
import { Refund } from './refund.ts';
import { ReportChange, ReportDay } from './report.ts';
import { IdempotentRequest, IspNotification } from './request.ts';
import { Subscription } from './subscription.ts';
import { TestClock } from './test-clock.ts';

export const entities = [
  Merchant,
  ApiKey,
  CallbackSecret,
  MerchantUser,
  Document,
  CallbackEndpoint,
  Offer,
  DocumentVersion,
  Buyer,
  Purchase,
  Subscription,
  Charge,
  ChargeAttempt,
  Refund,
  Code,
  Event,
  EventDelivery,
  Mail,
  Checkout,
  LeaveRequest,
  ConsentText,
  Consent,
  IdempotentRequest,
  IspNotification,
  TestClock,
  Reconciliation,
  StatementLineEntity,
  Discrepancy,
  PostingSet,
  PostingLine,
  PayoutGridRow,
  Payout,
  PayoutLine,
  Payable,
  ConsoleSignIn,
  ConsoleSession,
  ReportChange,
  ReportDay,
];
