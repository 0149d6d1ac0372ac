import { shown } from './chart.ts';
import { type Spread, spread } from './statistics.ts';

/** A table in Markdown: names on the left, figures on the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** The median, and the lowest and highest of the repeats where there is more than one. */
export function withSpread(figures: Spread | undefined): string {
  if (figures === undefined) return '–';
  const { median: middle, min, max, runs } = figures;
  return runs === 1 ? shown(middle) : `${shown(middle)} (${shown(min)}–${shown(max)})`;
}

/** Likewise, of one figure of each repeat. */
export function spreadOf<Figures>(all: readonly Figures[], of: (figures: Figures) => number): string {
  return withSpread(all.length === 0 ? undefined : spread(all.map(of)));
}
