import { z } from 'zod';
import { clockInstantField } from '../../../api/schemas/fields.ts';
import { addLocalDays, dueInstant, instantOfParis } from '../../../domain/calendar.ts';
import type { Area, Shown, Visit } from '../area.ts';
import { fieldText } from '../kit/fields.ts';
import { instantText } from '../kit/format.ts';
import { refusalSentence } from '../refusal-texts.ts';
import { COMMON } from '../texts/common.ts';
import { afterOf } from '../transactions/filter.ts';
import type { ConsoleUseCases, NewId } from '../use-cases.ts';
import { CLOCKS } from './texts.ts';
import { CLOCKS_PATH, type ClockPage, clockBadge, renderClock, renderClocks, STEPS, type Step } from './views.ts';

const PAGE_ROWS = 25;
const ClockId = z.string().regex(/^clk_\w{1,36}$/);

type Page = Exclude<Shown, { go_to: string } | { raw: string }>;

/** Time that a merchant moves: the clocks, each with its way forward and how far it has come. */
export function addClockPages(area: Area, useCases: ConsoleUseCases, { newId }: { newId: NewId }): void {
  const clocksPage = async (visit: Visit, { id, wrong = false }: { id: string; wrong?: boolean }): Promise<Page> => {
    const { scope, locale, query } = visit;
    if (scope.mode === 'live')
      return { title: CLOCKS[locale].title, active: 'clocks', body: `<p class="c-empty">${CLOCKS[locale].live}</p>` };
    const clocks = await useCases.listTestClocks(scope, { limit: PAGE_ROWS, after: afterOf(query) });
    return { title: CLOCKS[locale].title, active: 'clocks', body: renderClocks(visit, { clocks, id, wrong }) };
  };

  area.get('/test-clocks', async (visit) => await clocksPage(visit, { id: newId('clk') }));

  area.post('/test-clocks', async (visit, fields) => {
    const id = ClockId.catch(newId('clk')).parse(fields.id);
    const asked = fieldText(fields, 'now');
    const now = asked === '' ? new Date() : clockInstant(instantOfParis(asked));
    if (now === undefined) return { ...(await clocksPage(visit, { id, wrong: true })), status: 422 };
    await useCases.createTestClock(visit.scope, { id, now });
    return { go_to: `${CLOCKS_PATH}/${id}?done=created` };
  });

  area.get('/test-clocks/:id', async (visit, id) => {
    const clock = await useCases.getTestClock(visit.scope, id);
    return { ...clockPage(visit, { clock }), done: visit.query.done === 'created' ? CLOCKS[visit.locale].created : undefined };
  });

  area.get('/test-clocks/:id/progress', async ({ scope, locale }, id) => {
    const clock = await useCases.getTestClock(scope, id);
    return { raw: JSON.stringify({ status: clock.status, now: instantText(clock.now, locale) }), type: 'json' };
  });

  area.post('/test-clocks/:id/advance', async (visit, fields, id) => {
    const to = targetOf(fields);
    if (to === undefined) {
      const clock = await useCases.getTestClock(visit.scope, id);
      return { ...clockPage(visit, { clock, wrong: true, to: fieldText(fields, 'to') }), status: 422 };
    }
    try {
      await useCases.advanceTestClock(visit.scope, id, to);
    } catch (error) {
      const problem = refusalSentence(error, visit.locale);
      return { ...clockPage(visit, { clock: await useCases.getTestClock(visit.scope, id) }), problem, status: 422 };
    }
    return { go_to: `${CLOCKS_PATH}/${id}` };
  });
}

/** By a step from where the clock stood when the form was drawn, or to an instant that was picked. */
function targetOf(fields: Record<string, unknown>): Date | undefined {
  const step = STEPS.find((known) => known === fields.step);
  if (step === undefined) return clockInstant(instantOfParis(fieldText(fields, 'to')));
  const from = clockInstantField.safeParse(fields.from);
  return from.success ? clockInstant(stepped(new Date(from.data), step)) : undefined;
}

function stepped(from: Date, step: Step): Date {
  switch (step) {
    case 'day':
      return addLocalDays(from, 1);
    case 'week':
      return addLocalDays(from, 7);
    case 'month':
    case 'quarter':
      return dueInstant(from, step, 1);
    case 'year':
      return dueInstant(from, 'month', 12);
  }
}

/** Clocks live in the years in which the API's do. */
function clockInstant(instant: Date | undefined): Date | undefined {
  return instant !== undefined && clockInstantField.safeParse(instant.toISOString()).success ? instant : undefined;
}

function clockPage(visit: Visit, page: ClockPage): Page {
  const { locale } = visit;
  return {
    title: CLOCKS[locale].detail_title,
    badge: clockBadge(page.clock, locale),
    active: 'clocks',
    parent: { title: COMMON[locale].navigation.clocks, href: CLOCKS_PATH },
    body: renderClock(visit, page),
  };
}
