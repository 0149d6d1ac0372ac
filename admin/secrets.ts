import { Argument, Command, Option } from 'commander';
import { OVERLAP_HOURS_MAX } from '../domain/credentials.ts';
import type { CallbackSecretView } from '../usecases/merchant-types.ts';
import { idOf } from './arguments.ts';
import { jsonText, table } from './text.ts';
import { type AdminTools, jsonOption, wholeNumber } from './tools.ts';

export function secretCommand(tools: AdminTools): Command {
  return new Command('secret')
    .description('what callbacks are signed with: two while a merchant rotates')
    .addCommand(rotateCommand(tools))
    .addCommand(listCommand(tools))
    .addCommand(retireCommand(tools));
}

const merchantArgument = () => new Argument('<merchant>', 'its id, mer_…').argParser(idOf('mer'));

type RotateOptions = { overlapHours?: number; json: boolean };

function rotateCommand(tools: AdminTools): Command {
  return new Command('rotate')
    .description('makes a new secret, which is shown this once and signs at once; the one before signs beside it, then stops by itself')
    .addArgument(merchantArgument())
    .addOption(
      new Option('--overlap-hours <hours>', 'how long the one before goes on; 0 retires it at once').argParser(
        wholeNumber(0, OVERLAP_HOURS_MAX),
      ),
    )
    .addOption(jsonOption())
    .action(async (merchant_id: string, { overlapHours: overlap_hours, json }: RotateOptions) => {
      const created = await (await tools.open()).rotateCallbackSecret({ merchant_id, overlap_hours });
      tools.write(json ? jsonText(created) : shownOnce('callback secret', created.id, created.secret));
    });
}

function listCommand(tools: AdminTools): Command {
  return new Command('list')
    .description('lists the callback secrets of a merchant, newest first, those that were retired too')
    .addArgument(merchantArgument())
    .addOption(jsonOption())
    .action(async (merchant_id: string, { json }: { json: boolean }) => {
      const secrets = await (await tools.open()).listCallbackSecrets(merchant_id);
      tools.write(json ? jsonText(secrets) : secretTable(secrets));
    });
}

function retireCommand(tools: AdminTools): Command {
  return new Command('retire')
    .description('retires a secret: from now on it signs nothing. The last one that signs stays')
    .addArgument(new Argument('<secret>', 'its id, sec_…').argParser(idOf('sec')))
    .addOption(jsonOption())
    .action(async (id: string, { json }: { json: boolean }) => {
      const merchants = await tools.open();
      const secret = await merchants.retireCallbackSecret({ merchant_id: await merchants.merchantOf(id), id });
      tools.write(json ? jsonText(secret) : `retired ${secret.expires_at?.toISOString()}: ${secret.id}  ${secret.hint}\n`);
    });
}

export function secretTable(secrets: readonly CallbackSecretView[]): string {
  if (secrets.length === 0) return 'no callback secrets\n';
  const rows = secrets.map(({ id, hint, status, created_at, expires_at }) => [
    id,
    hint,
    status,
    created_at.toISOString(),
    expires_at?.toISOString() ?? 'no end',
  ]);
  return table([['secret', 'hint', 'status', 'created', 'signs until'], ...rows]);
}

/** What is shown this once, on a line of its own to copy. */
export function shownOnce(what: string, id: string, secret: string | null): string {
  if (secret === null) return `${what} ${id} was made before and is not shown again\n`;
  return `${what} ${id}, shown this once:\n${secret}\n`;
}
