import type { Results } from '../scenes.ts';
import { type Goal, goalsOf } from './goals.ts';
import type { Ratios } from './ratios.ts';
import { kills } from './sections/kills.ts';
import { growth, herd, reads, sales, sleepers } from './sections/others.ts';
import { renewals } from './sections/renewals.ts';
import { table } from './table.ts';

export type ReportText = {
  results: Results;
  ratios: Ratios;
  setting: Record<string, string>;
  quick: boolean;
  started_at: Date;
  seconds: number;
};

/** The report as a page. Sections of scenes that were not played are left out. */
export function reportPage(report: ReportText): string {
  const { results, ratios } = report;
  const has_herds = [results.engine, results.bare_activity, ...Object.values(results.peers)].some((figures) => figures.length > 0);
  return [
    head(report),
    goals(goalsOf(results, ratios)),
    has_herds ? renewals(results) : '',
    Object.keys(results.kills).length > 0 ? kills(results) : '',
    results.engine_sales.length > 0 ? sales(results) : '',
    results.reads.length > 0 ? reads(results) : '',
    results.herd.length > 0 ? herd(results) : '',
    results.sleepers.length > 0 ? sleepers(results) : '',
    results.growth.length > 0 ? growth(results) : '',
    settingTable(report.setting),
  ]
    .filter((section) => section !== '')
    .join('\n\n')
    .concat('\n');
}

function head({ quick, started_at, seconds }: ReportText): string {
  const how = quick ? '**A quick run: it shows that all of this works, and is too short to compare by.**' : 'A full run.';
  return `# Benchmarks

Made by \`npm run bench${quick ? ' -- --quick' : ''}\` on ${started_at.toISOString().slice(0, 10)} in ${Math.round(seconds / 60)} minutes, all on one machine, on which nothing else should have run. ${how}

Figures are for comparing inside this run; on another machine they are others. Each is the median of its repeats, with the lowest and the highest behind it where there are several; with two repeats the median is the lower one. [How it is measured](../reference/benchmarks.md), the code: \`bench/\`; all figures of all repeats: ${quick ? '`bench/results/latest.json`' : '[results.json](results.json)'}.`;
}

function goals(all: readonly Goal[]): string {
  if (all.length === 0) return '';
  const rows = all.map(({ goal, figure, met }) => [goal, figure, met ? 'met' : '**not met**']);
  return `## Goals\n\nSet before anything was measured.\n\n${table(['goal', 'this run', ''], rows)}`;
}

function settingTable(setting: Record<string, string>): string {
  const rows = Object.entries(setting).map(([what, text]) => [what, text]);
  return `## Setting\n\n${table(['what', 'as it was'], rows).replaceAll('---:', '---')}`;
}
