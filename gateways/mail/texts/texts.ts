import type { DisabledReason } from '../../../domain/callbacks.ts';
import type { DeclineReason } from '../../../domain/charges.ts';
import type { Period } from '../../../domain/offers.ts';
import type { EndReason } from '../../../domain/subscriptions.ts';

/** A fact named and told, `Price: €5.00 a week`. */
export type FactName =
  | 'service'
  | 'merchant'
  | 'site'
  | 'quantity'
  | 'paid'
  | 'refunded'
  | 'price'
  | 'period'
  | 'next_charge'
  | 'isp'
  | 'reference';

/** Every sentence of the letters. Each language is one record of this type, so that none can lack a key. */
export type LetterTexts = {
  greeting: string;
  signature: string;
  cancel_contract: string;
  facts: Record<FactName, string>;
  /** Between a fact's name and what it is. */
  colon: string;
  /** `5,00 € par semaine`. */
  rhythm: Record<Period, (price: string) => string>;
  span: (start: string, end: string) => string;
  your_codes: (count: number) => string;
  your_code: string;
  same_code: string;
  on_invoice: (isp: string) => string;
  leave: string;
  leave_link: string;
  leave_elsewhere: (isp: string) => string;
  purchase_codes: { subject: (service: string) => string; intro: string; once: string; no_renewal: string };
  subscription_started: { subject: (service: string) => string; intro: string };
  subscription_renewed: { subject: (service: string) => string; intro: string };
  subscription_past_due: {
    subject: (service: string) => string;
    intro: string;
    reasons: Record<DeclineReason, string>;
    retry: (date: string) => string;
    last_retry: string;
    no_retry: string;
    code_in_grace: string;
  };
  subscription_ended: {
    subject: (service: string) => string;
    reasons: Record<EndReason, string>;
    no_more_charges: string;
    code_until: (date: string) => string;
    code_stopped: string;
    nothing_to_do: string;
  };
  /** To somebody who asked for the link that lists their subscriptions. */
  leave_request: { subject: string; intro: string; link: string; until: (time: string) => string; not_you: string };
  console_sign_in: { subject: string; intro: string; link: string; lasts: (minutes: number) => string; unasked: string };
  /** To the people of a merchant. */
  callbacks_disabled: {
    subject: (service: string) => string;
    reasons: Record<DisabledReason, (facts: { service: string; host: string; since: string }) => string>;
    kept: string;
    enable: (document: string) => string;
    redeliver: string;
    link: { intro: string; label: string };
  };
  charge_refunded: { subject: (service: string) => string; intro: string; where: (isp: string) => string };
};
