import type { Tag } from './operation.ts';

/** What each chapter of the documentation is about, in the words that the OpenAPI document shows. */
export const TAG_DESCRIPTIONS: Record<Tag, string> = {
  Documents: 'What is sold, and at which prices: codes (`one_shot`) or subscriptions (`rebilling`).',
  Checkouts: 'The popup in which a buyer chooses, confirms at the internet provider and gets codes.',
  Purchases: 'One-shot purchases: one charge on the invoice of the internet provider, one or more codes.',
  Subscriptions: 'Subscriptions: one code for life, renewed period after period until somebody ends it.',
  Codes: 'Whether a code opens. A one-shot code opens once.',
  Charges: 'Every transaction at an internet provider, its attempts, and refunds of it.',
  Payouts: 'What you are owed, and the monthly statements by which it is paid out.',
  Events: 'What was told to your callback URL, and how its deliveries went.',
  'Test clocks': 'Time that you move: subscriptions of test mode hang on it.',
  ISPs: 'What internet providers tell us. Not for merchants.',
  Service: 'Health, and this documentation.',
};
