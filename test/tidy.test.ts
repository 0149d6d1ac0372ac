import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type House, houseOf, readHouse } from './support/source.ts';
import { cycles } from './support/tidy/cycles.ts';
import { histories } from './support/tidy/histories.ts';
import { floatMoney } from './support/tidy/money.ts';
import { domainPurity, environment, statelessWorkflows } from './support/tidy/purity.ts';
import { eventsDocumented, problemsDocumented, settingsDocumented } from './support/tidy/registries.ts';
import { arrows, ownedPackages } from './support/tidy/rooms.ts';
import { sizes } from './support/tidy/sizes.ts';
import { leftUndone } from './support/tidy/words.ts';

type Rule = (house: House) => string[];

const RULES: [fact: string, rule: Rule][] = [
  ['every import follows an arrow of the house', arrows],
  ['MikroORM, the workflow API and Express stay in their rooms', ownedPackages],
  ['no imports run in a circle', cycles],
  ['files end by 400 lines and functions by 70', sizes],
  ['money is never a float', floatMoney],
  ['the domain reads no clock and draws no lots', domainPurity],
  ['workflows keep nothing outside of their functions', statelessWorkflows],
  ['only config.ts reads the environment', environment],
  ['nothing is left undone in the sources', leftUndone],
  ['every problem code is documented, and every documented one exists', problemsDocumented],
  ['every event type is documented, and every documented one exists', eventsDocumented],
  ['every setting is documented, and every documented one exists', settingsDocumented],
  ['every workflow type has recorded histories', histories],
];

describe('the house is tidy', () => {
  const house = readHouse(path.resolve(import.meta.dirname, '..'));

  test('there is a house to look at', () => {
    expect(house.sources.length).toBeGreaterThan(50);
  });

  test.each(RULES)('%s', (_fact, rule) => {
    expect(rule(house)).toEqual([]);
  });
});

const long = (lines: number) => 'first();\n'.repeat(lines);
const longFunction = (head: string, lines: number) => `${head} {\n${long(lines - 2)}}`;
const undone = ['TO', 'DO'].join('');

type Case = [why: string, rule: Rule, texts: Record<string, string>, problem: RegExp | undefined];

/** One row a case: a small house, and what the rule says of it; `undefined` where it has nothing to say. */
const CASES: Case[] = [
  ['a file outside of every room', arrows, { 'lib/a.ts': '' }, /lies in no room/],
  [
    'a room beyond its arrows',
    arrows,
    { 'domain/a.ts': "import { b } from '../db/b.ts'" },
    /domain\/a.ts:1 import of db\/b.ts is an arrow/,
  ],
  ['a type beyond the arrows', arrows, { 'domain/a.ts': "import type { B } from '../db/b.ts'" }, /is an arrow/],
  ['a type named in place', arrows, { 'domain/a.ts': "type B = import('../db/b.ts').B" }, /is an arrow/],
  ['a re-export', arrows, { 'domain/a.ts': "\nexport * from '../db/b.ts'" }, /domain\/a.ts:2/],
  ['an import at run time', arrows, { 'domain/a.ts': "await import('../db/b.ts')" }, /is an arrow/],
  ['an injected thing as a value', arrows, { 'usecases/a.ts': "import { b } from '../db/b.ts'" }, /must be an `import type`/],
  [
    'an inline type, which Node still loads',
    arrows,
    { 'usecases/a.ts': "import { type B } from '../db/b.ts'" },
    /must be an `import type`/,
  ],
  ['an injected thing as a type', arrows, { 'usecases/a.ts': "import type { B } from '../db/b.ts'" }, undefined],
  ['activities loaded into workflows', arrows, { 'workflows/a.ts': "import { b } from '../activities/b.ts'" }, /must be an `import type`/],
  ['a package in the domain', arrows, { 'domain/a.ts': "import { createHash } from 'node:crypto'" }, /not a package of this room/],
  ['a package in a workflow', arrows, { 'workflows/a.ts': "import { z } from 'zod'" }, /not a package of this room/],
  ['the simulator in our rooms', arrows, { 'simulator/isps/a.ts': "import { b } from '../../domain/b.ts'" }, /is an arrow/],
  ['the simulator at its settings', arrows, { 'simulator/isps/a.ts': "import { b } from '../../config.ts'" }, undefined],
  ['a page in a route', arrows, { 'web/a.ts': "import { b } from '../api/routes/b.ts'" }, /is an arrow/],
  ['a page at a schema', arrows, { 'web/a.ts': "import { b } from '../api/schemas/b.ts'" }, undefined],
  ['an entry anywhere', arrows, { 'server.ts': "import { b } from './db/b.ts'" }, undefined],
  ['MikroORM outside of db', ownedPackages, { 'usecases/a.ts': "import type { MikroORM } from '@mikro-orm/core'" }, /belongs to db, test/],
  [
    'the workflow API outside of workflows',
    ownedPackages,
    { 'activities/a.ts': "import { sleep } from '@temporalio/workflow'" },
    /belongs to workflows/,
  ],
  ['Express outside of the servers', ownedPackages, { 'worker.ts': "import express from 'express'" }, /belongs to api, web, simulator/],
  ['MikroORM in db', ownedPackages, { 'db/a.ts': "import { p } from '@mikro-orm/core'" }, undefined],
  ['two files in a circle', cycles, { 'a.ts': "import './b.ts'", 'b.ts': "export { a } from './a.ts'" }, /a.ts → b.ts → a.ts/],
  ['a circle of types', cycles, { 'a.ts': "import './b.ts'", 'b.ts': "import type { A } from './a.ts'" }, undefined],
  ['a long file', sizes, { 'test/a.ts': long(401) }, /has 401 lines/],
  ['a file of the last length', sizes, { 'db/a.ts': long(400) }, undefined],
  ['a long migration', sizes, { 'db/migrations/a.ts': long(401) }, undefined],
  ['a long function', sizes, { 'db/a.ts': longFunction('function é()', 71) }, /function é has 71 lines/],
  ['a long arrow', sizes, { 'db/a.ts': longFunction('\nconst a = () =>', 71) }, /db\/a.ts:2 function a has 71 lines/],
  ['a long method', sizes, { 'db/a.ts': `class A { ${longFunction('b()', 71)} }` }, /function b has 71 lines/],
  ['a long test', sizes, { 'test/a.ts': `${longFunction("test('', () =>", 71)})` }, /a function has 71 lines/],
  ['a function of the last length', sizes, { 'db/a.ts': longFunction('function a()', 70) }, undefined],
  ['a long describe', sizes, { 'test/a.ts': `${longFunction("describe.each([])('', () =>", 71)})` }, undefined],
  ['a parsed amount', floatMoney, { 'domain/a.ts': 'const amount = Number.parseFloat(text)' }, /Number.parseFloat on money/],
  ['a parsed price in an object', floatMoney, { 'api/a.ts': 'f({ price: g(parseFloat(text)) })' }, /parseFloat on money/],
  ['a price to a float text', floatMoney, { 'web/a.ts': '(offer.price / 100).toFixed(2)' }, /toFixed on money/],
  ['a rounded total', floatMoney, { 'domain/a.ts': 'f(Math.round(total * 0.2))' }, /Math.round on money/],
  ['a rounded latency', floatMoney, { 'bench/a.ts': 'const latency_ms = Math.round(duration).toFixed(1)' }, undefined],
  ['cents as a number', floatMoney, { 'usecases/a.ts': 'type A = { price_cents?: number | null }' }, /price_cents is a number/],
  [
    'an argument in cents as a number',
    floatMoney,
    { 'domain/a.ts': 'const f = (amountCents: number) => amountCents' },
    /amountCents is a number/,
  ],
  [
    'a narrow column for cents',
    floatMoney,
    { 'db/a.ts': 'const a = { amount_cents: p.integer().nullable() }' },
    /amount_cents is a number/,
  ],
  ['cents as a bigint', floatMoney, { 'domain/a.ts': 'type A = { amount_cents: bigint }' }, undefined],
  ['cents on the wire', floatMoney, { 'api/schemas/a.ts': 'type A = { amount_cents: number }' }, undefined],
  ['the clock', domainPurity, { 'domain/a.ts': 'Date.now()' }, /Date.now in the domain/],
  ['the present', domainPurity, { 'domain/a.ts': 'new Date()' }, /new Date\(\) in the domain/],
  ['the present as text', domainPurity, { 'domain/a.ts': 'Date()' }, /Date\(\) in the domain/],
  ['the present of a calendar', domainPurity, { 'domain/a.ts': 'Temporal.Now.instant()' }, /Temporal.Now in the domain/],
  ['a stopwatch', domainPurity, { 'domain/a.ts': 'performance.now()' }, /performance.now in the domain/],
  ['dice', domainPurity, { 'domain/a.ts': 'Math.random()' }, /Math.random in the domain/],
  ['a drawn id', domainPurity, { 'domain/a.ts': 'crypto.randomUUID(); randomUUID()' }, /crypto.randomUUID in the domain/],
  ['a given instant', domainPurity, { 'domain/a.ts': 'new Date(given_ms)' }, undefined],
  ['the clock elsewhere', domainPurity, { 'gateways/a.ts': 'Date.now()' }, undefined],
  ['a variable beside workflows', statelessWorkflows, { 'workflows/a.ts': 'let count = 0' }, /a.ts:1 keeps something/],
  ['a map beside workflows', statelessWorkflows, { 'workflows/a.ts': 'export const seen = new Map()' }, /keeps something/],
  ['a variable in a workflow', statelessWorkflows, { 'workflows/a.ts': 'function a() { let b = new Map(); }' }, undefined],
  ['the way to an activity', statelessWorkflows, { 'workflows/a.ts': 'const { a } = proxyActivities({ retry: {} })' }, undefined],
  ['a setting', environment, { 'db/a.ts': 'process.env.A' }, /db\/a.ts:1 reads the environment/],
  ['a setting by its quoted name', environment, { 'db/a.ts': "globalThis.process['env']" }, /reads the environment/],
  ['the environment taken out', environment, { 'db/a.ts': 'const { env } = process' }, /reads the environment/],
  ['the environment imported', environment, { 'db/a.ts': "import { env } from 'node:process'" }, /reads the environment/],
  ['a setting in config.ts', environment, { 'config.ts': 'process.env' }, undefined],
  ['work left undone', leftUndone, { 'docker/a.sh': `\n# ${undone}: later` }, /docker\/a.sh:2 says/],
  ['no registry of problems', problemsDocumented, { 'docs/reference/problems.md': '' }, /api\/problems.ts is missing/],
  ['no page of problems', problemsDocumented, { 'api/problems.ts': '' }, /problems.md is missing/],
  [
    'a registry that is not to be read',
    problemsDocumented,
    { 'api/problems.ts': 'export const problems = built;', 'docs/reference/problems.md': '' },
    /holds no problem code/,
  ],
  [
    'a problem without a page',
    problemsDocumented,
    { 'api/problems.ts': 'export const problems = { a_b: { status: 400 } } as const;', 'docs/reference/problems.md': '' },
    /problem code a_b of api\/problems.ts is not in docs/,
  ],
  [
    'a page without a problem',
    problemsDocumented,
    { 'api/problems.ts': 'const problems = { a: {} };', 'docs/reference/problems.md': '## `a`\n\n| Code |\n|---|\n| `b` | |\n' },
    /problem code b of docs\/reference\/problems.md is not in api/,
  ],
  [
    'a page of fields beside its codes',
    problemsDocumented,
    { 'api/problems.ts': 'const problems = { a: {} };', 'docs/reference/problems.md': '### `a`\n\n| Member |\n|---|\n| `title` | |\n' },
    undefined,
  ],
  [
    'an event without a page',
    eventsDocumented,
    { 'domain/events.ts': "export const EVENT_TYPES = ['a.b'] as const;", 'docs/reference/events.md': '## `a.c`' },
    /event type a.b .*\n.*event type a.c/,
  ],
  [
    'a setting without a page',
    settingsDocumented,
    {
      'config.ts': 'const sections = { api: { A_PORT: port(1) } };',
      'docs/reference/configuration.md': '| Setting |\n|---|\n| `B_PORT` |',
    },
    /setting A_PORT .*\n.*setting B_PORT/,
  ],
  ['no index of workflows', histories, {}, /workflows\/index.ts is missing/],
  ['an index without a workflow', histories, { 'workflows/index.ts': "export type { A } from './a.ts'" }, /exports no workflow/],
  [
    'a workflow without a history',
    histories,
    {
      'workflows/index.ts': "export * from './a.ts'; export { c as d, s } from './b.ts';",
      'workflows/a.ts': 'export async function a() {} export const n = 1;',
      'workflows/b.ts': 'export const c = async () => {}; export const s = f(); export function hidden() {}',
      'test/replay/histories/a.plain.json': '',
    },
    /^workflow d has no history test\/replay\/histories\/d\.\*\.json$/,
  ],
];

describe('the guard sees', () => {
  test.each(CASES)('%s', (_why, rule, texts, problem) => {
    const said = rule(houseOf(texts)).join('\n');
    if (problem === undefined) expect(said).toBe('');
    else expect(said).toMatch(problem);
  });

  test('that no rule is without a case that breaks it', () => {
    const broken = new Set(CASES.filter(([, , , problem]) => problem !== undefined).map(([, rule]) => rule));
    expect(RULES.filter(([, rule]) => !broken.has(rule))).toEqual([]);
  });
});
