import { styleText } from 'node:util';
import type { Story } from './story.ts';

type Paint = Parameters<typeof styleText>[0];

export type Narrator = ReturnType<typeof createNarrator>;

/** Tells the tour as it goes. Colours only where somebody looks at a terminal that wants them. */
export function createNarrator(stream: NodeJS.WriteStream) {
  const started_ms = Date.now();
  const paint = (format: Paint, text: string) => styleText(format, text, { stream });
  let is_hushed = false;
  const write = (text: string) => void (is_hushed || stream.write(text));
  const say = (text: string) => write(`${text}\n`);
  const seconds = () => `${Math.round((Date.now() - started_ms) / 1_000)} s`;
  return {
    say,
    seconds,
    /** Goes on in the same line. */
    mutter: write,
    /** Tells nothing any more: the story breaks off, and how is of no interest. */
    hush: () => {
      is_hushed = true;
    },
    chapter: (title: string) => say(`\n${paint('bold', title)} ${paint('dim', `(${seconds()})`)}`),

    story(title: string, { entries }: Story): void {
      say(`  ${paint('cyan', title)}`);
      for (const { kind, text, ok } of entries) {
        if (kind === 'note') say(`    ${paint('dim', `  ${text}`)}`);
        else say(`    ${ok ? paint('green', '✔') : paint(['red', 'bold'], '✘')} ${ok ? text : paint('red', text)}`);
      }
    },

    /** A head and one row for each line, of which those with differences stand out. */
    table([head = '', ...rows]: readonly string[], lines: readonly { differences: readonly string[] }[]): void {
      say(paint('dim', head));
      for (const [index, row] of rows.entries()) say(lines[index]?.differences.length === 0 ? row : paint('red', row));
    },

    verdict: (ok: boolean, text: string) => say(`\n${paint(ok ? ['green', 'bold'] : ['red', 'bold'], text)}`),
  };
}
