import { registerHooks } from 'node:module';

/**
 * What product code finds under a package's name inside a simulation. The files of the product are loaded as they are; only these names
 * lead elsewhere. Registered before any of them is imported.
 */
const PACKAGES: Record<string, string> = {
  '@temporalio/workflow': './temporal-workflow.ts',
  '@temporalio/activity': './temporal-activity.ts',
  '@temporalio/common': './temporal-common.ts',
  '@temporalio/client': './temporal-client.ts',
  'node:timers/promises': './timers.ts',
  ulid: './ulid.ts',
};

/** Only here: the rest of the house, and the tools of the simulation, keep the real one. */
const RANDOMNESS = { specifier: 'node:crypto', importer: '/vault/ids.ts', target: './randomness.ts' };

export function registerStandIns(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const importer = context.parentURL ?? '';
      const of_product = !importer.includes('/node_modules/') && !importer.includes('/stand-ins/');
      const random = specifier === RANDOMNESS.specifier && importer.endsWith(RANDOMNESS.importer);
      const target = random ? RANDOMNESS.target : of_product ? PACKAGES[specifier] : undefined;
      return target === undefined ? next(specifier, context) : next(new URL(target, import.meta.url).href, context);
    },
  });
}
