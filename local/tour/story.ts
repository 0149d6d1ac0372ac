export type StoryEntry = { kind: 'note' | 'check'; text: string; ok: boolean };

/** What happened to one participant: notes, and facts that were checked. Told at once or later, in one piece. */
export class Story {
  readonly entries: StoryEntry[] = [];

  note(text: string): void {
    this.entries.push({ kind: 'note', text, ok: true });
  }

  /** A fact; where it does not hold, `instead` tells what was found. */
  check(fact: string, holds: boolean, instead = ''): void {
    this.entries.push({ kind: 'check', text: holds || instead === '' ? fact : `${fact}; instead: ${instead}`, ok: holds });
  }

  /** Goes on until something can't; that is then the last of the story. */
  async tell<T>(part: () => Promise<T>): Promise<T | undefined> {
    try {
      return await part();
    } catch (error) {
      this.check('the story goes on', false, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  get failures(): string[] {
    return this.entries.filter(({ ok }) => !ok).map(({ text }) => text);
  }
}
