import type { Addresses } from './addresses.ts';
import { DEMO_MERCHANT_EMAIL } from './demo-user.ts';
import type { LocalFolder } from './folder.ts';
import type { LocalSecrets } from './secrets.ts';

/** What a person sees when everything stands: where to look, and what to try first. */
export function readyText(addresses: Addresses, secrets: LocalSecrets, folder: LocalFolder): string {
  const rows: [string, string, string][] = [
    ['Demo shop', addresses.shop, 'buy codes or a subscription as a buyer'],
    ['Mail inbox', addresses.mail, 'the mails that buyers and merchants get, with their links'],
    ['ISP account', `${addresses.isps}/free/account`, "the subscriber's side; also alice, orange, sfr"],
    ['Merchant console', `${addresses.api}/console`, `sign in as ${DEMO_MERCHANT_EMAIL}, the link is in the mail inbox`],
    ['Temporal', addresses.temporal_ui, 'every purchase and subscription, live'],
    ['API', addresses.api, 'for merchants'],
    ['API documents', `${addresses.api}/docs`, 'every call, to read and to try'],
    ['Ops console', `${addresses.admin}/ops`, `for the operators; the key is ADMIN_API_KEY in ${folder.secrets}`],
    ['Metrics', `${addresses.admin}/metrics`, `of the API; the worker's are at ${addresses.worker}/metrics`],
    ['Database', addresses.database, 'PostgreSQL'],
  ];
  return [
    '',
    ...tableLines(rows),
    '',
    'Try next',
    `  1. Open ${addresses.shop} and subscribe; at every ISP the subscriber is demo with the password demo.`,
    `  2. Read the mail at ${addresses.mail}, and look at the subscription at ${addresses.temporal_ui}.`,
    '  3. Call the API as the demo merchant:',
    `     curl -H 'Authorization: Bearer ${secrets.DEMO_API_KEY}' ${addresses.api}/v1/subscriptions`,
    '',
    `Addresses and keys for scripts: ${folder.stack}; logs: ${folder.logs}`,
    'Ctrl-C stops everything and keeps the data; "npm start -- --fresh" begins anew.',
    '',
  ].join('\n');
}

/** Rows in columns as wide as their widest cell; the last column runs free. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd());
}
