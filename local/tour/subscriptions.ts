import { dueOnTheWall, wallClock } from './calendar.ts';
import type { Documents } from './documents.ts';
import { euros } from './euros.ts';
import { countsText } from './inbox.ts';
import { until } from './patience.ts';
import { PRICES, type Subscriber } from './plan.ts';
import { type Compared, validationText } from './purchases.ts';
import type { Story } from './story.ts';
import { beginLife, type Life } from './subscribing.ts';
import { tellingDates } from './telling-dates.ts';
import { type EndTold, WAYS_OUT } from './ways-out.ts';
import type { World } from './world.ts';

/** How far the clock goes on after the end, to see that nothing is charged any more: more than a quarter. */
const DAYS_AFTER = 100;
const DAY_MS = 86_400_000;

/** One subscriber: subscribes, lives through a year on a test clock, leaves, and is looked after for another hundred days. */
export async function liveAYear(
  world: World,
  { documents, subscriber }: { documents: Documents; subscriber: Subscriber },
  story: Story,
): Promise<Compared> {
  const life = await beginLife(world, { documents, subscriber }, story);
  // Whatever goes wrong on the way, the comparison tells what came of it.
  await story.tell(() => live(world, life, story));
  return await compared(world, life);
}

async function live(world: World, life: Life, story: Story): Promise<void> {
  const { leaves_at, way_out } = life.subscriber;
  await world.api.advance(life.clock, leaves_at);
  await checkYear(world, life, story);
  const { leave, told } = WAYS_OUT[way_out];
  await leave(world, life, story);
  await checkEnd(world, { life, told }, story);
  await checkPaidTime(world, life, story);
  await checkLetters(world, life, story);
}

async function checkYear(
  { api, isp_side }: World,
  { line, subscription, subscriber, code, document, dues }: Life,
  story: Story,
): Promise<void> {
  const books = await isp_side.booksOf(line);
  const booked = books.map(({ created_at }) => wallClock(created_at));
  story.check(
    `${dues.length} charges of ${euros(PRICES[subscriber.period])} by ${wallClock(subscriber.leaves_at)}, each on its day in Paris`,
    booked.join() === dues.join(),
    `${booked.length}: ${booked.join(', ')}`,
  );
  for (const row of tellingDates(books.map(({ created_at }) => created_at))) story.note(`  ${row}`);
  const now = await api.subscription(subscription.id);
  const opens = validationText(await api.validate(code, document));
  story.check('the code is still the first one, and opens', now.code === code && opens === 'valid', opens);
}

async function checkEnd({ api, isp_side }: World, { life, told }: { life: Life; told: EndTold }, story: Story): Promise<void> {
  const { subscription, subscriber, line } = life;
  const ended = await until(async () => [await api.subscription(subscription.id)].find(({ status }) => status === 'ended'), {
    what: `${subscription.id} to end`,
  });
  story.check(
    `ended at once, on ${wallClock(subscriber.leaves_at)}: ${told.reason}, by ${told.source}`,
    ended.end_reason === told.reason && ended.end_source === told.source && sameInstant(ended.ended_at, subscriber.leaves_at),
    `${ended.end_reason}, by ${ended.end_source}, on ${ended.ended_at}`,
  );
  const done = async () => ((await isp_side.mandateStatuses(line)).join() === told.mandate ? true : undefined);
  const mandate = await until(done, { what: `the mandate of ${line.name} to be ${told.mandate} at the ISP` });
  story.check(`the mandate is ${told.mandate} at the ISP`, mandate);
}

/** What was paid stays usable until its period runs out, to the second; and nothing is charged on the way or after. */
async function checkPaidTime({ api, isp_side }: World, life: Life, story: Story): Promise<void> {
  const { clock, code, document, dues, line, subscriber } = life;
  const first = await api.validate(code, document);
  const valid_until = first.valid ? first.valid_until : undefined;
  const paid_until = dueOnTheWall(subscriber.anchor, subscriber.period, dues.length);
  const told_until = valid_until === undefined ? validationText(first) : wallClock(valid_until);
  story.check(`the code stays valid until ${paid_until}, which is paid`, told_until === paid_until, told_until);
  if (valid_until === undefined) return;
  const end_ms = Date.parse(valid_until);
  await api.advance(clock, new Date(end_ms - 1_000).toISOString());
  const before = validationText(await api.validate(code, document));
  await api.advance(clock, valid_until);
  const after = validationText(await api.validate(code, document));
  story.check('a second before that it opens, and then no more', `${before},${after}` === 'valid,ended', `${before}, then ${after}`);
  await api.advance(clock, new Date(end_ms + DAYS_AFTER * DAY_MS).toISOString());
  const { length } = await isp_side.booksOf(line);
  story.check(`${DAYS_AFTER} days later the ISP has booked nothing more`, length === dues.length, `${length} payments, not ${dues.length}`);
}

async function checkLetters({ inbox }: World, { email, dues }: Life, story: Story): Promise<void> {
  const expected = countsText({ started: 1, renewed: dues.length - 1, ended: 1 });
  const got = countsText(await inbox.counts(email, dues.length + 1));
  story.check(`mails: ${expected}`, got === expected, got);
}

async function compared({ api, isp_side, shop }: World, life: Life): Promise<Compared> {
  const { subscriber, subscription, dues, line } = life;
  const callbacks = await shop.callbacksOf(subscription.id, dues.length + 1);
  const charges = await api.chargesOf({ subscription: subscription.id });
  // It should have ended then, even where it did not.
  const { ended_at = subscriber.leaves_at } = await api.subscription(subscription.id);
  const sale = {
    ...{ buyer: subscriber.name, isp: subscriber.isp, kind: 'subscription' as const, id: subscription.id },
    ...{ reference: subscription.reference, amount: PRICES[subscriber.period], dues, ended_at },
  };
  return { sale, records: { callbacks, charges, payments: await isp_side.booksOf(line) } };
}

function sameInstant(a: string | undefined, b: string): boolean {
  return a !== undefined && Date.parse(a) === Date.parse(b);
}
