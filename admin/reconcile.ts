import { Command, Option } from 'commander';
import type { Isp } from '../domain/isps.ts';
import type { DayReport } from '../domain/messages.ts';
import type { OperatorUseCases } from '../usecases/operators.ts';
import { discrepancyJson, discrepancyLines } from './discrepancy-text.ts';
import { type AdminTools, dayOption, EXIT, ispOption, jsonOption, wholeNumber } from './tools.ts';

type Options = { isp: Isp; date: string; json: boolean; wait: number };
type Answer = Awaited<ReturnType<OperatorUseCases['reconcile']>>;

export function reconcileCommand(tools: AdminTools, exitWith: (code: number) => void): Command {
  return new Command('reconcile')
    .description("compares one ISP's statement of a day with our charges and events, and settles doubts by it; safe to repeat")
    .addOption(ispOption().makeOptionMandatory())
    .addOption(dayOption(tools).makeOptionMandatory())
    .addOption(
      new Option('--wait <seconds>', 'how long to wait for the result; the work goes on without us')
        .argParser(wholeNumber(0, 7_200))
        .default(300),
    )
    .addOption(jsonOption())
    .action(async ({ isp, date, json, wait }: Options) => {
      const answer = await (await tools.open()).reconcile({ isp, day: date, wait_ms: wait * 1_000 });
      tools.write(json ? jsonOf(answer, { isp, date }) : textOf(answer, { isp, date }));
      if (answer.run.status === 'failed') exitWith(EXIT.failed);
      if (answer.run.status === 'running') exitWith(EXIT.still_running);
    });
}

type Asked = { isp: Isp; date: string };

function jsonOf({ run, open }: Answer, { isp, date }: Asked): string {
  const report = run.status === 'done' ? run.report.days[0] : undefined;
  const answer = { isp, day: date, status: run.status, workflow_id: run.workflow_id, report: report ?? null };
  return `${JSON.stringify({ ...answer, open_discrepancies: open.map(discrepancyJson) }, null, 2)}\n`;
}

function textOf({ run, open }: Answer, { isp, date }: Asked): string {
  const head = `${isp} ${date}: `;
  if (run.status !== 'done') {
    const why = run.status === 'failed' ? 'not reconciled' : 'not done yet: no worker runs, or there is no statement to be had';
    return `${head}${why}; see workflow ${run.workflow_id}\n`;
  }
  const lines = run.report.days.flatMap(dayLines);
  return `${[`${head}${lines.shift() ?? ''}`, ...lines, ...discrepancyLines(open)].join('\n')}\n`;
}

function dayLines({ complete, counts, charged, not_charged, owed_back }: DayReport): string[] {
  const ids = (title: string, list: string[]) => (list.length === 0 ? [] : [`  ${title}: ${list.join(' ')}`]);
  return [
    complete ? 'the statement is complete' : 'the statement is not complete yet: what is missing on it is not judged',
    `  ${counts.lines} lines, ${counts.matched} matched; ${counts.entries} charges and refunds of ours looked at, ${counts.awaited} awaited`,
    `  doubts settled: ${charged.length} charged, ${not_charged.length} not charged`,
    ...ids('charged', charged),
    ...ids('not charged', not_charged),
    `  discrepancies: ${counts.open} open, ${counts.opened} of them new; ${counts.gone} gone`,
    ...ids('owed back to buyers', owed_back),
  ];
}
