import { Command, Option } from 'commander';
import type { Isp } from '../domain/isps.ts';
import type { GridEntry } from '../domain/payout-grid.ts';
import { problemText } from '../domain/payout-grid-import.ts';
import { amountText, jsonText, table } from './text.ts';
import { type AdminTools, dayOption, EXIT, ispOption, jsonOption } from './tools.ts';

export function gridCommand(tools: AdminTools, exitWith: (code: number) => void): Command {
  return new Command('grid')
    .description('the payout grid: who gets what of a price, by ISP, kind, period, tier and day')
    .addCommand(importCommand(tools, exitWith))
    .addCommand(exportCommand(tools))
    .addCommand(listCommand(tools));
}

function importCommand(tools: AdminTools, exitWith: (code: number) => void): Command {
  return new Command('import')
    .description('imports a CSV file, whole or not at all; says everything that is wrong with it. Importing it again is harmless')
    .argument('<file>', 'the file')
    .addOption(new Option('--dry-run', 'only says what the import would do').default(false))
    .addOption(jsonOption())
    .action(async (path: string, { dryRun: dry_run, json }: { dryRun: boolean; json: boolean }) => {
      const csv = await readOrNothing(tools, path);
      if (csv === undefined) return exitWith(EXIT.usage);
      const imported = await (await tools.open()).importGrid(csv, { dry_run });
      if (imported.status === 'refused') exitWith(EXIT.failed);
      if (json) return tools.write(jsonText(imported));
      if (imported.status === 'refused') {
        const lines = imported.problems.map((problem) => `${path}: ${problemText(problem)}\n`);
        return tools.writeError(`${lines.join('')}nothing was imported: ${imported.problems.length} problems\n`);
      }
      const { inserted, closed, unchanged } = imported;
      const verb = dry_run ? 'would be ' : '';
      tools.write(`${inserted} rows ${verb}imported, ${closed} ${verb}closed, ${unchanged} unchanged\n`);
    });
}

async function readOrNothing(tools: AdminTools, path: string): Promise<string | undefined> {
  try {
    return await tools.readFile(path);
  } catch (error) {
    tools.writeError(`${path} cannot be read: ${(error as { code?: string }).code ?? 'unknown'}\n`);
    return undefined;
  }
}

function exportCommand(tools: AdminTools): Command {
  return new Command('export')
    .description('writes the grid as a CSV file that can be imported again: all rows that ever held, or those of one day')
    .addOption(dayOption(tools, '--at <day>', 'only what holds on a day in Paris'))
    .action(async ({ at }: { at?: string }) => tools.write(await (await tools.open()).exportGrid({ at })));
}

type ListOptions = { isp?: Isp; at?: string; json: boolean };

function listCommand(tools: AdminTools): Command {
  return new Command('list')
    .description('lists the rows for people: all that ever held, or those of one day')
    .addOption(ispOption())
    .addOption(dayOption(tools, '--at <day>', 'only what holds on a day in Paris'))
    .addOption(jsonOption())
    .action(async ({ isp, at, json }: ListOptions) => {
      const rows = await (await tools.open()).listGrid({ isp, at });
      if (json) return tools.write(jsonText(rows));
      tools.write(rows.length === 0 ? 'no rows\n' : listText(rows));
    });
}

function listText(rows: readonly (GridEntry & { id: string })[]): string {
  const percent = (share_bp: number) => `${Math.trunc(share_bp / 100)}.${String(share_bp % 100).padStart(2, '0')} %`;
  const lines = rows.map((row) => [
    row.id,
    row.isp,
    row.kind,
    row.period ?? '',
    row.tier,
    `${amountText(row.price_from_cents)}-${amountText(row.price_to_cents)}`,
    percent(row.merchant_share_bp),
    percent(row.isp_fee_bp),
    row.valid_from,
    row.valid_to ?? '',
  ]);
  return table([['row', 'isp', 'kind', 'period', 'tier', 'prices', 'merchant', 'isp fee', 'from', 'to'], ...lines]);
}
