import { type Letter, type LetterHead, letterListSchema, letterSchema, type Stack } from './answers.ts';
import { sendForJson } from './http.ts';
import { patiently, until } from './patience.ts';

export type LetterKind = 'codes' | 'started' | 'renewed' | 'ended' | 'other';

/** By the subject that the buyer reads. */
const SUBJECTS: [kind: LetterKind, subject: RegExp][] = [
  ['codes', /^Your access codes for /],
  ['started', /^Your subscription to .+ has begun$/],
  ['renewed', /^Your subscription to .+ has been renewed$/],
  ['ended', /^Your subscription to .+ has ended$/],
];

export type LetterCounts = Partial<Record<LetterKind, number>>;
export type Inbox = ReturnType<typeof inbox>;

/** The mails that one buyer has got, each with its own address. */
export function inbox({ mail }: Pick<Stack, 'mail'>) {
  async function lettersTo(address: string): Promise<LetterHead[]> {
    const letters: LetterHead[] = [];
    for (;;) {
      const last = letters.at(-1);
      const query = new URLSearchParams({ to: address, limit: '100', ...(last === undefined ? {} : { after: last.id }) });
      const page = await sendForJson(letterListSchema, `${mail}/api/messages?${query}`);
      letters.push(...page.data);
      if (!page.has_more || page.data.length === 0) return letters;
    }
  }
  const read = (id: string) => sendForJson(letterSchema, `${mail}/api/messages/${id}`);

  /** Where a mail program was given the same mail twice (after a crash, say), it shows one: its Message-ID tells. */
  async function withoutCopies(heads: readonly LetterHead[]): Promise<LetterHead[]> {
    const known = new Set<string>();
    const unique: LetterHead[] = [];
    for (const head of heads) {
      const message_id = (await read(head.id)).headers['message-id'] ?? head.id;
      if (!known.has(message_id)) unique.push(head);
      known.add(message_id);
    }
    return unique;
  }

  return {
    /** The newest letter of a kind, once it is there. */
    async newest(address: string, kind: LetterKind): Promise<Letter> {
      const found = async () => (await lettersTo(address)).find(({ subject }) => kindOf(subject) === kind);
      const { id } = await until(found, { what: `a mail to ${address} (${kind})` });
      return await read(id);
    },

    /** How many of each kind have come, once as many as expected have. */
    async counts(address: string, expected_total: number): Promise<LetterCounts> {
      const found = await patiently(
        () => lettersTo(address),
        (heads) => heads.length >= expected_total,
      );
      const letters = found.length > expected_total ? await withoutCopies(found) : found;
      const counts: LetterCounts = {};
      for (const { subject } of letters) counts[kindOf(subject)] = (counts[kindOf(subject)] ?? 0) + 1;
      return counts;
    },
  };
}

function kindOf(subject: string): LetterKind {
  return SUBJECTS.find(([, pattern]) => pattern.test(subject))?.[0] ?? 'other';
}

export function countsText(counts: LetterCounts): string {
  const texts = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  return texts.length === 0 ? 'none' : texts.toSorted().join(', ');
}
