import { Argument, Command, Option } from 'commander';
import { MODES, type Mode } from '../domain/subscriptions.ts';
import type { ApiKeyView } from '../usecases/merchant-types.ts';
import { idOf } from './arguments.ts';
import { shownOnce } from './secrets.ts';
import { jsonText, table } from './text.ts';
import { type AdminTools, jsonOption } from './tools.ts';

export function keyCommand(tools: AdminTools): Command {
  return new Command('key')
    .description('what merchants call the API with')
    .addCommand(createCommand(tools))
    .addCommand(listCommand(tools))
    .addCommand(revokeCommand(tools));
}

const merchantArgument = () => new Argument('<merchant>', 'its id, mer_…').argParser(idOf('mer'));

function createCommand(tools: AdminTools): Command {
  return new Command('create')
    .description('makes a key of one mode, which is shown this once: only its hash is kept')
    .addArgument(merchantArgument())
    .addOption(new Option('--mode <mode>', 'test keys see test data only, live keys live data').choices(MODES).makeOptionMandatory())
    .addOption(jsonOption())
    .action(async (merchant_id: string, { mode, json }: { mode: Mode; json: boolean }) => {
      const created = await (await tools.open()).createApiKey({ merchant_id, mode });
      tools.write(json ? jsonText(created) : shownOnce('key', created.id, created.key));
    });
}

function listCommand(tools: AdminTools): Command {
  return new Command('list')
    .description('lists the keys of a merchant, newest first, those that were revoked too')
    .addArgument(merchantArgument())
    .addOption(jsonOption())
    .action(async (merchant_id: string, { json }: { json: boolean }) => {
      const keys = await (await tools.open()).listApiKeys(merchant_id);
      tools.write(json ? jsonText(keys) : keyTable(keys));
    });
}

function revokeCommand(tools: AdminTools): Command {
  return new Command('revoke')
    .description('revokes a key: from now on it opens nothing. Harmless when repeated')
    .addArgument(new Argument('<key>', 'its id, key_…').argParser(idOf('key')))
    .addOption(jsonOption())
    .action(async (id: string, { json }: { json: boolean }) => {
      const merchants = await tools.open();
      const key = await merchants.revokeApiKey({ merchant_id: await merchants.merchantOf(id), id });
      tools.write(json ? jsonText(key) : `revoked ${key.revoked_at?.toISOString()}: ${key.id}  ${key.hint} of ${key.merchant_id}\n`);
    });
}

export function keyTable(keys: readonly ApiKeyView[]): string {
  if (keys.length === 0) return 'no keys\n';
  const instant = (at: Date | null, absent: string) => at?.toISOString() ?? absent;
  const rows = keys.map(({ id, mode, hint, created_at, last_used_at, revoked_at }) => [
    id,
    mode,
    hint,
    created_at.toISOString(),
    instant(last_used_at, 'never'),
    instant(revoked_at, 'no'),
  ]);
  return table([['key', 'mode', 'hint', 'created', 'last used', 'revoked'], ...rows]);
}
