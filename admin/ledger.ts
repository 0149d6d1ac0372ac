import { Command, InvalidArgumentError, Option } from 'commander';
import { MODES, type Mode } from '../domain/subscriptions.ts';
import type { ChargeInLedger, TrialBalance, Verification } from '../usecases/ledger.ts';
import { amountText, jsonText, table } from './text.ts';
import { type AdminTools, dayOption, EXIT, jsonOption } from './tools.ts';

export function ledgerCommand(tools: AdminTools, exitWith: (code: number) => void): Command {
  return new Command('ledger')
    .description('the double-entry ledger: what each account comes to, and whether it agrees with the charges')
    .addCommand(balanceCommand(tools, exitWith))
    .addCommand(showCommand(tools))
    .addCommand(verifyCommand(tools, exitWith))
    .addCommand(postMissingCommand(tools));
}

type BalanceOptions = { mode: Mode; at?: string | undefined; json: boolean };

function balanceCommand(tools: AdminTools, exitWith: (code: number) => void): Command {
  return new Command('balance')
    .description('the trial balance: debits and credits of every account, which are equal in sum; exit code 1 where they are not')
    .addOption(new Option('--mode <mode>', 'of test or of live money').choices(MODES).default('live'))
    .addOption(dayOption(tools, '--at <day>', 'as it stood at the end of a day in Paris'))
    .addOption(jsonOption())
    .action(async ({ mode, at, json }: BalanceOptions) => {
      const balance = await (await tools.open()).trialBalance({ mode, at });
      tools.write(json ? jsonText({ mode, at: at ?? null, ...balanceJson(balance) }) : balanceText(balance, { mode, at }));
      if (balance.debits_cents !== balance.credits_cents) exitWith(EXIT.failed);
    });
}

function balanceJson({ accounts, debits_cents, credits_cents }: TrialBalance) {
  const withBalance = accounts.map((account) => ({ ...account, balance_cents: account.debits_cents - account.credits_cents }));
  return { accounts: withBalance, debits_cents, credits_cents };
}

function balanceText({ accounts, debits_cents, credits_cents }: TrialBalance, { mode, at }: Pick<BalanceOptions, 'mode' | 'at'>): string {
  const line = (name: string, debits: bigint, credits: bigint) => [
    name,
    amountText(debits),
    amountText(credits),
    amountText(debits - credits),
  ];
  const rows = accounts.map((account) => line(account.account, account.debits_cents, account.credits_cents));
  const head = `trial balance, ${mode} money, ${at === undefined ? 'so far' : `to the end of ${at}`}, in euros\n`;
  return head + table([['account', 'debits', 'credits', 'balance'], ...rows, line('sum', debits_cents, credits_cents)]);
}

function showCommand(tools: AdminTools): Command {
  return new Command('show')
    .description('what was posted of one charge, its refunds and its doubts')
    .addOption(new Option('--charge <id>', 'its id, chg_…').argParser(chargeId).makeOptionMandatory())
    .addOption(jsonOption())
    .action(async ({ charge, json }: { charge: string; json: boolean }) => {
      const found = await (await tools.open()).ledgerOfCharge(charge);
      tools.write(json ? jsonText(showJson(found)) : showText(found));
    });
}

function showJson({ charge, row, sets }: ChargeInLedger) {
  const { id, status, isp, mode, merchant_id, amount_cents, refunded_cents } = charge;
  return { charge: { id, status, isp, mode, merchant: merchant_id, amount_cents, refunded_cents }, grid_row: row ?? null, sets };
}

function showText({ charge, row, sets }: ChargeInLedger): string {
  const under = row ? `grid row ${row.id}: merchant ${row.merchant_share_bp} bp, ISP ${row.isp_fee_bp} bp` : 'no grid row';
  const head = `${charge.id}: ${charge.status}, ${charge.isp}, ${amountText(charge.amount_cents)} euros, ${charge.mode}; ${under}\n`;
  if (sets.length === 0) return `${head}nothing is posted\n`;
  const lines = sets.flatMap((set) => [
    [`${set.occurred_at.toISOString()}  ${set.key}`, '', ''],
    ...set.postings.map(({ account, side, amount_cents }) => {
      const amount = amountText(amount_cents);
      return side === 'debit' ? [`  ${account}`, amount, ''] : [`  ${account}`, '', amount];
    }),
  ]);
  return head + table([['', 'debit', 'credit'], ...lines]);
}

function verifyCommand(tools: AdminTools, exitWith: (code: number) => void): Command {
  return new Command('verify')
    .description('computes from all charges and refunds what the ledger should hold, and compares; exit code 1 where they differ')
    .addOption(jsonOption())
    .action(async ({ json }: { json: boolean }) => {
      const verification = await (await tools.open()).verifyLedger();
      tools.write(json ? jsonText(verification) : verifyText(verification));
      const { differences, sums, merchants } = verification;
      const agrees = differences.length + merchants.length === 0 && sums.every(({ balance_cents }) => balance_cents === 0n);
      if (!agrees) exitWith(EXIT.failed);
    });
}

function verifyText({ charges, differences, has_more, sums, merchants }: Verification): string {
  const lines = differences.flatMap(({ charge, differences: found }) => [charge, ...found.map((difference) => `  ${difference}`)]);
  const verdict = differences.length === 0 ? `the ledger agrees with all ${charges} charges` : `${charges} charges compared; these differ:`;
  const unbalanced = sums.filter(({ balance_cents }) => balance_cents !== 0n);
  return `${[
    verdict,
    ...lines,
    ...(has_more ? ['… and more'] : []),
    ...unbalanced.map(
      ({ mode, balance_cents }) => `${mode}: debits less credits come to ${amountText(balance_cents)} euros, not to nothing`,
    ),
    ...merchants.map(
      ({ merchant_id, mode, posted_cents, told_cents }) =>
        `${merchant_id}, ${mode}: owed ${amountText(posted_cents)} euros by the ledger, ${amountText(told_cents)} by statements and what is on none yet`,
    ),
  ].join('\n')}\n`;
}

function postMissingCommand(tools: AdminTools): Command {
  return new Command('post-missing')
    .description('posts what is not posted, as of charges from before there was a ledger; safe to repeat')
    .addOption(jsonOption())
    .action(async ({ json }: { json: boolean }) => {
      const charges = await (await tools.open()).postMissing();
      tools.write(
        json ? jsonText({ charges }) : charges === 0 ? 'nothing was missing\n' : `posted what was missing of ${charges} charges\n`,
      );
    });
}

function chargeId(text: string): string {
  if (/^chg_[0-9a-z]{26}$/.test(text)) return text;
  throw new InvalidArgumentError('An id such as chg_01k… is expected.');
}
