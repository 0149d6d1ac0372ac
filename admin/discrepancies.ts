import { Command, InvalidArgumentError, Option } from 'commander';
import type { Isp } from '../domain/isps.ts';
import { DISCREPANCY_KINDS, type DiscrepancyKind } from '../domain/reconciliation.ts';
import { discrepancyJson, discrepancyLines } from './discrepancy-text.ts';
import { type AdminTools, dayOption, ispOption, jsonOption, wholeNumber } from './tools.ts';

export function discrepanciesCommand(tools: AdminTools): Command {
  return new Command('discrepancies')
    .description("what does not agree between the ISPs' statements and our books")
    .addCommand(listCommand(tools))
    .addCommand(resolveCommand(tools));
}

type ListOptions = { isp?: Isp; kind?: DiscrepancyKind; date?: string; open: boolean; limit: number; json: boolean };

function listCommand(tools: AdminTools): Command {
  return new Command('list')
    .description('lists them, newest first')
    .addOption(ispOption())
    .addOption(new Option('--kind <kind>', 'of one kind').choices(DISCREPANCY_KINDS))
    .addOption(dayOption(tools))
    .addOption(new Option('--open', 'only those that are open').default(false))
    .addOption(new Option('--limit <count>', 'at most so many').argParser(wholeNumber(1, 1_000)).default(100))
    .addOption(jsonOption())
    .action(async ({ isp, kind, date, open, limit, json }: ListOptions) => {
      const filter = { isp, kind, day: date, ...(open ? { is_open: true } : {}) };
      const rows = await (await tools.open()).listDiscrepancies(filter, limit);
      if (json) return tools.write(`${JSON.stringify(rows.map(discrepancyJson), null, 2)}\n`);
      tools.write(rows.length === 0 ? 'no discrepancies\n' : `${discrepancyLines(rows).join('\n')}\n`);
    });
}

function resolveCommand(tools: AdminTools): Command {
  return new Command('resolve')
    .description('says that one was dealt with, and how; later runs leave it resolved')
    .argument('<id>', 'its id, dsc_…', discrepancyId)
    .addOption(new Option('--note <text>', 'what was done about it; nothing private').argParser(note).makeOptionMandatory())
    .addOption(jsonOption())
    .action(async (id: string, options: { note: string; json: boolean }) => {
      const { discrepancy, was_open } = await (await tools.open()).resolveDiscrepancy(id, options.note);
      if (options.json) return tools.write(`${JSON.stringify(discrepancyJson(discrepancy), null, 2)}\n`);
      const head = was_open ? 'resolved:' : 'resolved before, and left as it is:';
      tools.write(`${[head, ...discrepancyLines([discrepancy])].join('\n')}\n`);
    });
}

function discrepancyId(text: string): string {
  if (/^dsc_[0-9a-z]{26}$/.test(text)) return text;
  throw new InvalidArgumentError('An id such as dsc_01k… is expected.');
}

function note(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length >= 3 && trimmed.length <= 1_000) return trimmed;
  throw new InvalidArgumentError('Between 3 and 1000 characters are expected.');
}
