import type { DeclineReason } from '../../domain/charges.ts';
import type { Period } from '../../domain/offers.ts';
import type { RefusalCode } from '../../domain/refusals.ts';

/** The refusals that a buyer can meet; the others are the merchant's and read as `other`. */
export const BUYER_REFUSALS = [
  'one_shot_total_above_ceiling',
  'quantity_above_maximum',
  'offer_unknown',
  'document_archived',
  'subscriber_token_unknown',
  'subscriber_token_expired',
  'subscriber_token_used',
  'subscriber_token_wrong_kind',
  'isp_unavailable',
  'billing_unavailable',
  'checkout_expired',
  'checkout_completed',
] as const satisfies readonly RefusalCode[];

export type BuyerRefusal = (typeof BUYER_REFUSALS)[number];

/** What the form of a checkout asks for. */
export const FORM_FIELDS = ['quantity', 'offer', 'email', 'isp', 'consent'] as const;

export type FormField = (typeof FORM_FIELDS)[number];

export type ErrorKind = 'not_found' | 'bad_request' | 'refused' | 'unavailable' | 'internal';

/** How an ISP comes to be chosen before the buyer does: by a cookie of the last purchase, or named by the merchant. */
export type IspSource = 'cookie' | 'merchant';

/** Every sentence of the pages. Each language is one record of this type, so that none can lack a key. */
export type Texts = {
  layout: Record<'brand' | 'test_mode' | 'languages' | 'skip' | 'back_to_shop' | 'retry' | 'foot_note' | 'cancel_contract', string>;
  facts: Record<'merchant' | 'service' | 'site' | 'price' | 'isp' | 'reference' | 'paid' | 'next_charge', string>;
  /** The buyer's way, in three steps. */
  steps: Record<'label' | 'choice' | 'isp' | 'code', string>;
  /** `5,00 € par semaine`. */
  rhythm: Record<Period, (price: string) => string>;
  form: {
    title_codes: string;
    title_subscription: string;
    sold_by: (merchant: string) => string;
    quantity: string;
    quantity_choice: (quantity: number, total: string) => string;
    unit_price: (price: string) => string;
    total: string;
    fewer: string;
    more: string;
    offers: string;
    offer_names: Record<Period, string>;
    year_at_most: (amount: string) => string;
    ends_any_time: string;
    email: string;
    /** `{address}` stands for the address that was likely meant. */
    email_typo: string;
    email_hint_codes: string;
    email_hint_subscription: string;
    isp: string;
    isp_hint: string;
    /** Why an ISP is chosen already. */
    isp_known: Record<IspSource, string>;
    consent: string;
    confirm: string;
    next_step: string;
    busy: string;
    leave: string;
    failed_title: string;
    failed_forward: string;
    invalid_title: string;
    errors: Record<FormField, string>;
  };
  waiting: { title: string; text: string; doubt_title: string; doubt_text: string; leave_open: string; look_again: string };
  done: {
    title_codes: string;
    title_subscription: string;
    your_codes: (count: number) => string;
    your_code: string;
    code_lasts: string;
    code_once: (count: number) => string;
    copy: string;
    copied: string;
    also_sent: string;
    also_sent_to: (email: string) => string;
    on_invoice: (isp: string) => string;
    ended: string;
    end_link: string;
  };
  closed: { expired_title: string; expired_text: string; failed_title: string };
  /** `terms_changed`: the form was open while a price or a text changed. */
  failures: Record<DeclineReason | 'refused' | 'terms_changed' | 'other', string>;
  refusals: Record<BuyerRefusal, string>;
  unsubscribe: {
    title: string;
    intro: string;
    code_until: (date: string) => string;
    code_stops: string;
    button: string;
    button_hint: string;
    done_title: string;
    done_text: string;
    already_title: string;
    already_text: string;
    ended_on: (date: string) => string;
    code_worked_until: (date: string) => string;
    code_stopped: string;
    receipt: string;
    one_click_done: string;
  };
  /** "Résilier votre contrat", for who lost the mail. */
  leaving: Record<
    | 'title'
    | 'intro'
    | 'by_code'
    | 'code'
    | 'code_hint'
    | 'by_code_button'
    | 'code_unknown'
    | 'code_one_shot'
    | 'by_email'
    | 'email'
    | 'email_hint'
    | 'by_email_button'
    | 'elsewhere'
    | 'elsewhere_text'
    | 'sent_title'
    | 'sent_text'
    | 'sent_nothing'
    | 'back'
    | 'dead_title'
    | 'dead_text'
    | 'ask_again'
    | 'list_title'
    | 'list_intro'
    | 'none_running'
    | 'ended_badge',
    string
  > & { too_many: (minutes: number) => string; done: (service: string) => string };
  errors: Record<ErrorKind, { title: string; text: string }>;
};
