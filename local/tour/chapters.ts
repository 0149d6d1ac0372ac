import { compareSale } from './comparison.ts';
import { comparisonTable } from './comparison-table.ts';
import { createDocuments, type Documents } from './documents.ts';
import { euros } from './euros.ts';
import { endMonths } from './month-end.ts';
import type { MonthLine } from './month-lines.ts';
import { monthTable } from './month-table.ts';
import type { Narrator } from './narrator.ts';
import { BUYERS, CODES_EACH, PRICES, SUBSCRIBERS } from './plan.ts';
import { buyCodes, type Compared } from './purchases.ts';
import type { ComparisonLine } from './sale.ts';
import { Story } from './story.ts';
import { liveAYear } from './subscriptions.ts';
import type { World } from './world.ts';

export interface Outcome {
  lines: ComparisonLine[];
  /** What statements say, beside the ISPs' books and the grid. */
  months: MonthLine[];
  /** Facts that did not hold, each with whom it is about. */
  failures: string[];
}

/** One participant's story under way. */
interface Telling<T> {
  title: string;
  story: Story;
  result: Promise<T | undefined>;
}

/** The whole story, told in the order of the plan while it happens at the same time. */
export async function makeTour(world: World, narrator: Narrator): Promise<Outcome> {
  const failures: string[] = [];
  /** Tells each when it is over, and gives what came of those that got to their end. */
  const follow = async <T>(tellings: readonly Telling<T>[]): Promise<T[]> => {
    const results: T[] = [];
    for (const { title, story, result } of tellings) {
      const value = await result;
      narrator.story(title, story);
      failures.push(...story.failures.map((failure) => `${title}: ${failure}`));
      if (value !== undefined) results.push(value);
    }
    return results;
  };

  narrator.chapter('1. The demo merchant creates what it sells');
  const [documents] = await follow([begin('the merchant', (story) => createDocuments(world, story))]);
  if (!documents) return { lines: [], months: [], failures };

  narrator.chapter(`2. A buyer at each ISP buys ${CODES_EACH} codes`);
  const bought = await follow(buyers(world, documents));

  narrator.chapter('3. Subscribers at each ISP live through a year on a test clock, and leave in different ways');
  const lived = await follow(subscribers(world, documents));

  narrator.chapter("4. The ISPs' books, our charges and the callbacks received, line by line");
  const lines = [...bought, ...lived].flatMap(({ sale, records }) => compareSale(sale, records));
  narrator.table(comparisonTable(lines), lines);

  narrator.chapter("5. The months end: statements, the ISPs' books, the grid and VAT, line by line");
  const [months = []] = await follow([begin('the merchant', (story) => endMonths(world, [...bought, ...lived], story))]);
  narrator.table(monthTable(months), months);
  return { lines, months, failures };
}

function begin<T>(title: string, part: (story: Story) => Promise<T>): Telling<T> {
  const story = new Story();
  return { title, story, result: story.tell(() => part(story)) };
}

function buyers(world: World, documents: Documents): Telling<Compared>[] {
  return BUYERS.map((buyer) => begin(buyer.isp, (story) => buyCodes(world, { documents, buyer }, story)));
}

function subscribers(world: World, documents: Documents): Telling<Compared>[] {
  return SUBSCRIBERS.map((subscriber) => {
    const title = `${subscriber.name}, ${euros(PRICES[subscriber.period])} a ${subscriber.period}`;
    return begin(title, (story) => liveAYear(world, { documents, subscriber }, story));
  });
}
