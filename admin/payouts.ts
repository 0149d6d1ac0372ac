import { Command, InvalidArgumentError, Option } from 'commander';
import { payoutFile } from '../domain/payout-file.ts';
import { isMonth, lastMonth } from '../domain/payouts.ts';
import { MODES, type Mode } from '../domain/subscriptions.ts';
import type { PayoutRun } from '../usecases/payout-runs.ts';
import { statementText, summaryLines } from './payout-text.ts';
import { jsonText } from './text.ts';
import { type AdminTools, EXIT, jsonOption, wholeNumber } from './tools.ts';

export function payoutsCommand(tools: AdminTools, exitWith: (code: number) => void): Command {
  return new Command('payouts')
    .description("the monthly statements by which merchants' shares are paid out")
    .addCommand(runCommand(tools, exitWith))
    .addCommand(listCommand(tools))
    .addCommand(showCommand(tools));
}

type RunOptions = { month: string; mode: Mode; merchant?: string; json: boolean };

function runCommand(tools: AdminTools, exitWith: (code: number) => void): Command {
  return new Command('run')
    .description('states a month of all merchants, as the schedule does on the first; a month is stated once, so it is safe to repeat')
    .addOption(monthOption(tools).makeOptionMandatory())
    .addOption(modeOption('of live money, of months that are over; of test money, of any month, for test clocks lie ahead'))
    .addOption(merchantOption())
    .addOption(jsonOption())
    .action(async ({ month, mode, merchant, json }: RunOptions) => {
      const run = await (await tools.open()).runPayouts({ month, mode, merchant_id: merchant });
      tools.write(json ? jsonText({ month, mode, ...run }) : runText(run, { month, mode }));
      if (run.failed.length > 0) exitWith(EXIT.failed);
    });
}

function runText({ made, there, failed }: PayoutRun, { month, mode }: Pick<RunOptions, 'month' | 'mode'>): string {
  const head = `${month}, ${mode} money: ${made.length} statements made, ${there.length} were there\n`;
  const failures = failed.map(({ merchant, error }) => `${merchant} could not be stated: ${error}\n`);
  return `${head}${summaryLines(made)}${failures.join('')}`;
}

type ListOptions = { month?: string; mode: Mode; merchant?: string; limit: number; json: boolean };

function listCommand(tools: AdminTools): Command {
  return new Command('list')
    .description('lists statements, newest first')
    .addOption(monthOption(tools))
    .addOption(modeOption('of live or of test money'))
    .addOption(merchantOption())
    .addOption(new Option('--limit <count>', 'at most so many').argParser(wholeNumber(1, 1_000)).default(100))
    .addOption(jsonOption())
    .action(async ({ month, mode, merchant, limit, json }: ListOptions) => {
      const rows = await (await tools.open()).listAllPayouts({ month, mode, merchant_id: merchant }, limit);
      if (json) return tools.write(jsonText(rows));
      tools.write(rows.length === 0 ? 'no statements\n' : summaryLines(rows));
    });
}

function showCommand(tools: AdminTools): Command {
  return new Command('show')
    .description('prints a statement and its lines')
    .argument('<id>', 'its id, po_…', payoutId)
    .addOption(new Option('--csv', 'print it as a CSV file').default(false).conflicts('json'))
    .addOption(jsonOption())
    .action(async (id: string, { csv, json }: { csv: boolean; json: boolean }) => {
      const statement = await (await tools.open()).showPayout(id);
      tools.write(json ? jsonText(statement) : csv ? payoutFile(statement) : statementText(statement));
    });
}

function monthOption({ now }: AdminTools): Option {
  return new Option('--month <month>', 'the month in Paris: YYYY-MM, or last, which is over').argParser((text) => {
    const month = text === 'last' ? lastMonth(now()) : text;
    if (!isMonth(month)) throw new InvalidArgumentError('A month such as 2026-11 is expected, or last.');
    return month;
  });
}

const modeOption = (what: string) => new Option('--mode <mode>', what).choices(MODES).default('live');

const merchantOption = () =>
  new Option('--merchant <id>', 'of one merchant, mer_…').argParser((text) => {
    if (/^mer_[0-9a-z]{26}$/.test(text)) return text;
    throw new InvalidArgumentError('An id such as mer_01k… is expected.');
  });

function payoutId(text: string): string {
  if (/^po_[0-9a-z]{26}$/.test(text)) return text;
  throw new InvalidArgumentError('An id such as po_01k… is expected.');
}
