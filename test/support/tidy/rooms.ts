import type { House, Import, Source } from '../source.ts';

type Room = {
  /** Paths whose values it may import; their types too. */
  values: readonly string[];
  /** Paths of which it may import types only. */
  types?: readonly string[];
  /** The only packages it may import; left out where any may. */
  packages?: readonly string[];
};

const ANY = [''];
/** What is handed in when the process starts, so that only its shape may be named. */
const INJECTED = ['db', 'gateways', 'vault', 'usecases'];

/** docs/ARCHITECTURE.md as a table. The longest path that a file lies below is its room. */
const ROOMS: Readonly<Record<string, Room>> = {
  'server.ts': { values: ANY },
  'worker.ts': { values: ANY },
  'admin.ts': { values: ANY },
  'compose.ts': { values: ANY },
  'config.ts': { values: [], packages: ['zod'] },
  domain: { values: ['domain'], packages: ['@js-temporal/polyfill'] },
  // Search attributes are typed by the SDK's common package, which the workflow sandbox holds anyway.
  workflows: { values: ['workflows', 'domain'], types: ['activities'], packages: ['@temporalio/workflow', '@temporalio/common'] },
  // The operators' commands; `admin.ts` hands in what they call.
  admin: { values: ['admin', 'domain'], types: INJECTED, packages: ['commander'] },
  // The transactions that move money and state; activities, use cases and the sweep call them.
  billing: { values: ['billing', 'domain', 'vault/ids.ts'], types: INJECTED },
  activities: { values: ['activities', 'billing', 'outbox', 'domain'], types: INJECTED },
  usecases: { values: ['usecases', 'billing', 'domain', 'vault/ids.ts'], types: INJECTED },
  vault: { values: ['vault', 'domain'], packages: ['node:crypto', 'ulid'] },
  outbox: { values: ['outbox', 'billing', 'domain'], types: INJECTED },
  db: { values: ['db', 'domain'] },
  // An entry of its own: `npm run migrate`.
  'db/migrate.ts': { values: ['db', 'domain', 'config.ts'] },
  gateways: { values: ['gateways', 'domain'] },
  // Starting a workflow is typed by the workflow.
  'gateways/temporal': { values: ['gateways', 'domain'], types: ['workflows'] },
  api: { values: ['api', 'domain', 'vault/ids.ts'], types: INJECTED },
  // For merchants' servers: nothing of ours but the types that are made of the document.
  client: { values: ['client'], packages: ['openapi-fetch', 'standardwebhooks'] },
  // Dev tools that make those types; `typescript.ts` lends the generator a printer.
  'client/generate.ts': { values: ['client', 'api'], types: INJECTED },
  'client/typescript.ts': { values: [], packages: ['@ts-morph/common'] },
  // `api/pages` holds documents that callers with a key and people who are signed in read alike.
  web: { values: ['web', 'api/schemas', 'api/schemas.ts', 'api/pages', 'domain'], types: INJECTED },
  simulator: { values: ['simulator', 'config.ts'] },
  local: { values: ANY },
  bench: { values: ANY },
  test: { values: ANY },
};

/** Packages that belong to one place. */
const OWNED_PACKAGES: readonly { name: RegExp; rooms: readonly string[] }[] = [
  { name: /^@mikro-orm\//, rooms: ['db', 'test'] },
  { name: /^@temporalio\/workflow$/, rooms: ['workflows', 'bench', 'test/support/workflows'] },
  { name: /^express$/, rooms: ['api', 'web', 'simulator', 'test'] },
];

export function isBelow(file_path: string, folder: string): boolean {
  return folder === '' || file_path === folder || file_path.startsWith(`${folder}/`);
}

/** Every file lies in a room, and each of its imports follows an arrow that the room has. */
export function arrows({ sources }: House): string[] {
  return sources.flatMap((source) => {
    const room = roomOf(source.path);
    if (room === undefined) return [`${source.path} lies in no room`];
    return source.imports.flatMap((imported) => problemOf(imported, room).map((problem) => describe(source, imported, problem)));
  });
}

/** MikroORM, the workflow API and Express stay in the rooms that own them, types included. */
export function ownedPackages({ sources }: House): string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((imported) => {
      const owned = OWNED_PACKAGES.find(({ name }) => name.test(packageOf(imported.specifier)));
      if (owned === undefined || owned.rooms.some((room) => isBelow(source.path, room))) return [];
      return [describe(source, imported, `belongs to ${owned.rooms.join(', ')}`)];
    }),
  );
}

function roomOf(file_path: string): Room | undefined {
  const [closest] = Object.keys(ROOMS)
    .filter((folder) => isBelow(file_path, folder))
    .sort((a, b) => b.length - a.length);
  return closest === undefined ? undefined : ROOMS[closest];
}

function problemOf(imported: Import, room: Room): string[] {
  if (!imported.specifier.startsWith('.')) {
    const welcome = imported.type_only || room.packages === undefined || room.packages.includes(packageOf(imported.specifier));
    return welcome ? [] : ['is not a package of this room'];
  }
  if (room.values.some((folder) => isBelow(imported.target, folder))) return [];
  if (!room.types?.some((folder) => isBelow(imported.target, folder))) return ['is an arrow that the house does not have'];
  return imported.type_only ? [] : ['must be an `import type`'];
}

function packageOf(specifier: string): string {
  const depth = specifier.startsWith('@') ? 2 : 1;
  return specifier.split('/').slice(0, depth).join('/');
}

function describe(source: Source, imported: Import, problem: string): string {
  return `${source.path}:${imported.line} import of ${imported.target} ${problem}`;
}
