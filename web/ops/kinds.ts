import type { DiscrepancyKind } from '../../domain/reconciliation.ts';

/** What a discrepancy means and what to do about it; the same as in docs/OPERATIONS.md, told shorter. */
export type KindText = { title: string; means: string; todo: string; is_owed: boolean };

const told = (title: string, means: string, todo: string, is_owed = false): KindText => ({ title, means, todo, is_owed });

export const KINDS: Readonly<Record<DiscrepancyKind, KindText>> = {
  unknown_to_us: told(
    'Payment unknown to us',
    'The ISP took a payment that we never asked for, or that a restored database has forgotten.',
    'Ask the ISP for it by payment id and reference. Not ours: have it paid back. Ours, after a restore: stop the workers first and read "Backups" in docs/OPERATIONS.md.',
  ),
  unknown_to_isp: told(
    'Charge unknown to the ISP',
    'A charge that succeeded here stands on no complete statement: the buyer has what was bought, and the ISP will not pay for it.',
    'Show the ISP its own payment id. It may come with a later statement, and is then gone by itself. Not to be had: resolve with a note, it is our loss.',
  ),
  amount_differs: told(
    'Another amount',
    'Both have it, with another amount. Charged by us at our amount.',
    'Ask the ISP to correct it. Where the buyer paid more than agreed, have the difference paid back.',
  ),
  charged_though_not_charged: told(
    'Charged though not charged',
    'The ISP took money for a charge that was refused, waived or given up here: the buyer got nothing.',
    'It is owed back to the buyer at once, and each run of reconciliation refunds it by itself. Where it stays open, look at the refund.',
    true,
  ),
  charged_twice: told(
    'Charged twice',
    'A second payment for one charge, or one payment stated twice.',
    'Find out from the ISP which. A second payment is owed back at once. Tell the developers: the ISP broke its promise, or we did.',
    true,
  ),
  event_missing: told(
    'Merchant was not told',
    'A charge succeeded, and its event was never written.',
    'A fault of ours, as both are one transaction. Tell the merchant and the developers.',
  ),
  event_untrue: told(
    'Merchant was told wrong',
    'A merchant was told of a success that is none.',
    'A fault of ours. Tell the merchant and the developers.',
  ),
  refund_unknown_to_us: told(
    'Refund unknown to us',
    'The ISP gave money back that we never asked it to, or that a restored database has forgotten.',
    'Ask the ISP for it by payment id. After a restore: stop the workers first and read "Backups" in docs/OPERATIONS.md.',
  ),
  refund_unknown_to_isp: told(
    'Refund unknown to the ISP',
    'A refund that succeeded here stands on no complete statement: a buyer waits for money.',
    'Ask the ISP at once, with its own payment id.',
    true,
  ),
  refund_amount_differs: told('Another amount refunded', 'Both have the refund, with another amount.', 'Ask the ISP to correct it.'),
  refunded_though_not_refunded: told(
    'Refunded though not refunded',
    'The ISP gave money back for a refund that counts as refused here.',
    'The buyer has the money, and the merchant still has it too. Ask the ISP; not to be had back: resolve with a note.',
  ),
  refunded_twice: told(
    'Refunded twice',
    'A second repayment for one refund, or one stated twice.',
    'Find out from the ISP which. Tell the developers: the ISP broke its promise, or we did.',
  ),
  refund_event_missing: told(
    'Merchant was not told of a refund',
    'A refund succeeded, and its event was never written.',
    'A fault of ours, as both are one transaction. Tell the merchant and the developers.',
  ),
  refund_event_untrue: told(
    'Merchant was told wrong of a refund',
    'A merchant was told of a refund that is none.',
    'A fault of ours. Tell the merchant and the developers.',
  ),
};
