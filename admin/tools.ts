import { InvalidArgumentError, Option } from 'commander';
import { ISPS } from '../domain/isps.ts';
import { addDays, isDay, parisDay } from '../domain/statements.ts';
import type { OperatorUseCases } from '../usecases/operators.ts';

/** What the commands work with. `open` connects with the first command that needs it: help and wrong usage need nothing. */
export type AdminTools = {
  open(): Promise<OperatorUseCases>;
  /** A file's text; throws where there is none. */
  readFile: (path: string) => Promise<string>;
  now: () => Date;
  write: (text: string) => void;
  writeError: (text: string) => void;
};

/** docs/OPERATIONS.md names them: scripts can rely on them. */
export const EXIT = { done: 0, failed: 1, usage: 2, still_running: 3 } as const;

export const ispOption = () => new Option('--isp <isp>', 'the ISP').choices(ISPS);

/** A day in Paris; `yesterday` and `today` are those of now. */
export function dayOption({ now }: AdminTools, flags = '--date <day>', what = 'the day in Paris'): Option {
  return new Option(flags, `${what}: YYYY-MM-DD, yesterday or today`).argParser((text) => {
    const today = parisDay(now());
    const day = text === 'today' ? today : text === 'yesterday' ? addDays(today, -1) : text;
    if (!isDay(day)) throw new InvalidArgumentError('A day such as 2026-11-23 is expected, or yesterday, or today.');
    return day;
  });
}

export const jsonOption = () => new Option('--json', 'print one JSON document instead of lines for people').default(false);

export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`A whole number from ${minimum} to ${maximum} is expected.`);
  };
}
