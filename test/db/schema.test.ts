import { expect, test } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import { entities } from '../../db/entities/index.ts';
import { withClient } from '../../local/postgres/client.ts';
import { withDatabase } from '../support/database.ts';

/** What it would take to make the migrated tables exactly what the entities declare. */
async function difference(url: string): Promise<string[]> {
  const orm = await MikroORM.init({ clientUrl: url, entities, schemaGenerator: { createForeignKeyConstraints: false } });
  try {
    const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: false });
    return sql.split(/;\s*/).filter((statement) => statement.trim() !== '');
  } finally {
    await orm.close(true);
  }
}

/** Written by hand in the migrations, for which entities have no words. */
const BY_HAND = [
  'buyer_erased_forgets_email_hash',
  'charge_amount_is_legal',
  'charge_attempt_sent_index',
  'charge_buyer_spending_index',
  'charge_has_one_subject',
  'charge_is_reported',
  'charge_is_reported_at_once',
  'charge_isp_booked_index',
  'charge_isp_reference_unique',
  'charge_not_succeeded_index',
  'charge_partly_refunded_index',
  'charge_refunded_index',
  'charge_refunds_within_amount',
  'charge_sent_has_an_instant',
  'charge_success_is_known_to_the_isp',
  'charge_unsettled_index',
  'code_has_one_subject',
  'code_of_purchase_index',
  'consent_is_whole',
  'discrepancy_open_index',
  'discrepancy_resolution_is_whole',
  'document_disabled_index',
  'document_version_never_changes',
  'event_in_workflow_index',
  'event_of_charge_index',
  'event_of_refund_index',
  'event_stuck_index',
  'event_undelivered_index',
  'event_waiting_index',
  'leave_request_due_index',
  'mail_due_index',
  'mail_failed_index',
  'offer_price_within_ceiling',
  'payable_is_taken_once',
  'payable_joins_no_written_payout',
  'payable_refund_due_index',
  'payable_sale_due_index',
  'payable_sale_unique',
  'payout_adds_up',
  'payout_grid_row_days_are_a_range',
  'payout_grid_row_no_overlap',
  'payout_grid_row_only_closes',
  'payout_grid_row_period_fits_kind',
  'payout_grid_row_prices_are_a_range',
  'payout_grid_row_shares_within_whole',
  'payout_is_whole',
  'payout_line_adds_up',
  'payout_line_is_counted',
  'payout_line_never_changes',
  'payout_month_is_one',
  'payout_never_changes',
  'payout_number_follows',
  'posting_amount_is_positive',
  'posting_never_changes',
  'posting_set_is_about_its_kind',
  'posting_set_is_whole',
  'posting_set_makes_payable',
  'posting_set_never_changes',
  'posting_set_stays_whole',
  'purchase_client_reference_index',
  'purchase_processing_index',
  'purchase_total_is_sum',
  'purchase_total_within_ceiling',
  'refund_amount_is_positive',
  'refund_by_reconciliation_unique',
  'refund_is_reported',
  'refund_is_reported_at_once',
  'refund_isp_booked_index',
  'refund_isp_reference_unique',
  'refund_success_is_known_to_the_isp',
  'refund_unsent_index',
  'refund_unsettled_index',
  'report_day_lives_index',
  'settled_purchase_is_told',
  'subscription_client_reference_index',
  'subscription_email_unhashed_index',
  'subscription_end_is_reported',
  'subscription_end_is_whole',
  'subscription_end_unfinished_index',
  'subscription_on_clock_index',
  'subscription_overdue_index',
  'subscription_pending_index',
  'test_clock_advancing_index',
];

test('entities and migrations agree but for what the migrations say by hand', async () => {
  await withDatabase(async (url) => {
    const named = /(?:drop index|drop constraint|drop trigger if exists) "(\w+)"(?: on "\w+")?$/;
    // The comparison guesses the names of the functions that triggers call.
    const statements = (await difference(url)).filter((statement) => !statement.startsWith('drop function if exists'));
    const dropped = statements.map((statement) => named.exec(statement)?.[1] ?? statement);
    const ours = dropped.filter((name) => !name.endsWith('_foreign') && name !== 'drop table if exists "migration" cascade');
    expect(ours.toSorted()).toEqual(BY_HAND);
  });
});

test.each([
  // change of the tables                                                     what the comparison finds
  ['alter table charge drop column booked_at', /add "booked_at" timestamptz\(3\)/],
  ['alter table charge alter column booked_at set not null', /"booked_at" drop not null/],
  ['alter table purchase alter column amount_cents type int', /"amount_cents" type bigint/],
  ['alter table charge drop constraint charge_subscription_id_period_index_unique', /unique \("subscription_id", "period_index"\)/],
  ['alter table charge drop constraint charge_status_check', /charge_status_check/],
  ['alter table mail alter column occasion type varchar(50)', /"occasion" type varchar\(48\)/],
])('the comparison notices: %s', async (change, found) => {
  await withDatabase(async (url) => {
    await withClient(url, (client) => client.query(change));
    expect((await difference(url)).join('\n')).toMatch(found);
  });
});

/** What follows from the document, what a checkout will have written once it is completed, and what is counted of rows that have theirs. */
const NO_FOREIGN_KEY = [
  'charge.document_id',
  'charge.merchant_id',
  'checkout.merchant_id',
  'checkout.offer_id',
  'checkout.purchase_id',
  'checkout.subscription_id',
  'checkout.test_clock_id',
  'code.merchant_id',
  'event.merchant_id',
  'idempotent_request.merchant_id',
  'payable.merchant_id',
  'posting_set.merchant_id',
  'purchase.merchant_id',
  'refund.merchant_id',
  'report_change.document_id',
  'report_change.merchant_id',
  'report_day.document_id',
  'report_day.merchant_id',
  'subscription.merchant_id',
];

test('references to other tables are foreign keys, but for those that are named here', async () => {
  await withDatabase(async (url) => {
    const { rows } = await withClient(url, (client) =>
      client.query(`select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and column_name ~ '^(merchant|document|offer|buyer|purchase|subscription|charge|event|test_clock)_id$'
          and not exists (select 1 from information_schema.key_column_usage usage
            where usage.table_name = columns.table_name and usage.column_name = columns.column_name and usage.constraint_name like '%_foreign')
        order by 1`),
    );
    expect(rows.map(({ name }) => name)).toEqual(NO_FOREIGN_KEY);
  });
});
