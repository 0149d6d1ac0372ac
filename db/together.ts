/**
 * How calls are put together. One is out at a time; one that takes longer than `patience_ms`, as behind a locked row, holds up nobody:
 * the next goes out beside it, up to `calls_max`. With `gather_ms` nobody goes out alone who needn't: a call waits that long for its askers,
 * or until it has all that it may have.
 */
export type TogetherSettings = { askers_max: number; patience_ms: number; calls_max: number; gather_ms?: number };

/** A statement takes about a millisecond, and its commit the disk's time: one that takes longer than this waits for somebody's lock. */
export const TOGETHER: TogetherSettings = { askers_max: 100, patience_ms: 50, calls_max: 8 };

/**
 * Answers many askers with few calls. Who comes first goes out at once, or waits for others for a while; who comes meanwhile waits until that call is back, and goes with all
 * others who have waited. So a call always begins after those that it answers have asked: nobody is told what was true before that. A call
 * that fails fails for each of its askers; one that answers with promises lets each of its askers come out alone.
 */
export function together<Question, Answer>(
  ask: (questions: Question[]) => Promise<(Answer | Promise<Answer>)[]>,
  { askers_max, patience_ms, calls_max, gather_ms = 0 }: TogetherSettings,
): (question: Question) => Promise<Answer> {
  type Asker = { question: Question; resolve: (answer: Answer | Promise<Answer>) => void; reject: (error: unknown) => void };
  const waiting: Asker[] = [];
  let [calls, slow] = [0, 0];
  let gathering: NodeJS.Timeout | undefined;
  let is_gathered = gather_ms === 0;

  async function call(askers: readonly Asker[]): Promise<void> {
    let is_slow = false;
    calls += 1;
    const patience = setTimeout(() => {
      is_slow = true;
      slow += 1;
      next();
    }, patience_ms);
    try {
      const answers = await ask(askers.map(({ question }) => question));
      if (answers.length !== askers.length) throw new Error(`${askers.length} asked and ${answers.length} were answered`);
      for (const [place, answer] of answers.entries()) askers[place]?.resolve(answer);
    } catch (error) {
      for (const { reject } of askers) reject(error);
    } finally {
      clearTimeout(patience);
      calls -= 1;
      if (is_slow) slow -= 1;
      next();
    }
  }

  function next(): void {
    while (waiting.length > 0 && calls === slow && calls < calls_max && (is_gathered || waiting.length >= askers_max)) {
      const askers = waiting.splice(0, askers_max);
      if (gather_ms > 0) gatherAnew();
      void call(askers);
    }
  }

  /** For those who wait now, and for the first who comes. */
  function gatherAnew(): void {
    clearTimeout(gathering);
    gathering = undefined;
    is_gathered = false;
    if (waiting.length > 0) gather();
  }

  function gather(): void {
    gathering ??= setTimeout(() => {
      is_gathered = true;
      next();
    }, gather_ms);
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (gather_ms > 0) gather();
      next();
    });
}

/**
 * Asks for all at once; where PostgreSQL refuses that with a code that says it is about some of them, nothing of it was kept, and each is asked
 * alone and comes out alone.
 */
export async function orEachAlone<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<Answer[]>,
  questions: readonly Question[],
  about_some: RegExp,
): Promise<(Answer | Promise<Answer>)[]> {
  try {
    return await ask(questions);
  } catch (error) {
    if (questions.length === 1 || !about_some.test(String((error as { code?: unknown }).code))) throw error;
    return questions.map(async (question) => (await ask([question]))[0] as Answer);
  }
}
