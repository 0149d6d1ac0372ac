import { offsetHours, wallClock } from './calendar.ts';

const SHOWN_ALL_MAX = 16;

/** The bookings as rows of text: all where there are few, otherwise the first, the last and those around a change of the clocks. */
export function tellingDates(instants: readonly string[]): string[] {
  if (instants.length <= SHOWN_ALL_MAX) return inRows(instants.map(dateText));
  const shown = instants.map((instant, index) => (isTelling(instants, index) ? dateText(instant) : '…'));
  return inRows(shown.filter((text, index) => text !== '…' || shown[index - 1] !== '…'));
}

function isTelling(instants: readonly string[], index: number): boolean {
  if (index === 0 || index === instants.length - 1) return true;
  const [before, here, after] = instants.slice(index - 1, index + 2).map(offsetHours);
  return before !== here || here !== after;
}

function dateText(instant: string): string {
  return `${wallClock(instant)} ${offsetHours(instant)}`;
}

function inRows(texts: readonly string[]): string[] {
  const rows: string[] = [];
  for (let from = 0; from < texts.length; from += 5) rows.push(texts.slice(from, from + 5).join('   '));
  return rows;
}
