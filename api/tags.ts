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
  Reports: 'What was sold, renewed, refused, given back and ended, day by day.',
  Events: 'What was told to your callback URL, and how its deliveries went.',
  'Test clocks': 'Time that you move: subscriptions of test mode hang on it.',
  Merchants: 'Who sells with us. Another tier holds from the next request on; subscriptions that run renew on.',
  Keys: 'What merchants call the API with. A key is told once, when it is made; one that was revoked opens nothing from then on.',
  'Callback secrets': 'What callbacks are signed with: two while a merchant rotates, so that none is refused in between.',
  People: 'Who gets the mails that concern a merchant, and may sign in for it.',
  ISPs: 'What internet providers tell us. Not for merchants.',
  Service: 'Health, and this documentation.',
};
