import { Argument, Command, Option } from 'commander';
import { TIERS, type Tier } from '../domain/offers.ts';
import type { MerchantUseCases, MerchantView } from '../usecases/merchant-types.ts';
import { idOf, merchantName } from './arguments.ts';
import { keyTable } from './keys.ts';
import { secretTable, shownOnce } from './secrets.ts';
import { jsonText, table } from './text.ts';
import { type AdminTools, jsonOption, wholeNumber } from './tools.ts';
import { userCommand, userTable } from './users.ts';

export function merchantCommand(tools: AdminTools): Command {
  return new Command('merchant')
    .description('who sells with us: tiers, and the people who act for a merchant')
    .addCommand(createCommand(tools))
    .addCommand(listCommand(tools))
    .addCommand(showCommand(tools))
    .addCommand(tierCommand(tools))
    .addCommand(userCommand(tools));
}

const merchantArgument = () => new Argument('<merchant>', 'its id, mer_…').argParser(idOf('mer'));

function createCommand(tools: AdminTools): Command {
  return new Command('create')
    .description('makes a merchant and its first callback secret, which is shown this once')
    .addOption(new Option('--name <name>', 'what buyers read').argParser(merchantName).makeOptionMandatory())
    .addOption(new Option('--tier <tier>', 'premium and prestige may sell subscriptions').choices(TIERS).default('standard'))
    .addOption(jsonOption())
    .action(async ({ name, tier, json }: { name: string; tier: Tier; json: boolean }) => {
      const created = await (await tools.open()).createMerchant({ name, tier });
      if (json) return tools.write(jsonText(created));
      tools.write(`${merchantLine(created.merchant)}\n`);
      if (created.callback_secret) tools.write(shownOnce('callback secret', created.callback_secret.id, created.callback_secret.secret));
    });
}

type ListOptions = { tier?: Tier; limit: number; after?: string; json: boolean };

function listCommand(tools: AdminTools): Command {
  return new Command('list')
    .description('lists merchants, newest first')
    .addOption(new Option('--tier <tier>', 'of one tier').choices(TIERS))
    .addOption(new Option('--limit <count>', 'at most so many').argParser(wholeNumber(1, 1_000)).default(100))
    .addOption(new Option('--after <merchant>', 'those that come after this one').argParser(idOf('mer')))
    .addOption(jsonOption())
    .action(async ({ tier, limit, after, json }: ListOptions) => {
      const { data, has_more } = await (await tools.open()).listMerchants({ tier, limit, after });
      if (json) return tools.write(jsonText({ data, has_more }));
      if (data.length === 0) return tools.write('no merchants\n');
      const rows = data.map((row) => [row.id, row.name, row.tier, row.created_at.toISOString()]);
      tools.write(table([['merchant', 'name', 'tier', 'created'], ...rows]));
      if (has_more) tools.write(`… and more: --after ${data.at(-1)?.id}\n`);
    });
}

function showCommand(tools: AdminTools): Command {
  return new Command('show')
    .description('shows a merchant with its keys, callback secrets and people')
    .addArgument(merchantArgument())
    .addOption(jsonOption())
    .action(async (merchant_id: string, { json }: { json: boolean }) => {
      const shown = await allOf(await tools.open(), merchant_id);
      if (json) return tools.write(jsonText(shown));
      const { merchant, keys, callback_secrets, users } = shown;
      tools.write([`${merchantLine(merchant)}\n`, keyTable(keys), secretTable(callback_secrets), userTable(users)].join('\n'));
    });
}

async function allOf(merchants: MerchantUseCases, merchant_id: string) {
  return {
    merchant: await merchants.getMerchant(merchant_id),
    keys: await merchants.listApiKeys(merchant_id),
    callback_secrets: await merchants.listCallbackSecrets(merchant_id),
    users: await merchants.listMerchantUsers(merchant_id),
  };
}

function tierCommand(tools: AdminTools): Command {
  return new Command('tier')
    .description('moves a merchant to another tier, from the next request on. Subscriptions that run renew on, whatever the tier')
    .addArgument(merchantArgument())
    .addArgument(new Argument('<tier>', 'the new one').choices(TIERS))
    .addOption(jsonOption())
    .action(async (merchant_id: string, tier: Tier, { json }: { json: boolean }) => {
      const merchant = await (await tools.open()).changeMerchant(merchant_id, { tier });
      tools.write(json ? jsonText(merchant) : `${merchantLine(merchant)}\n`);
    });
}

function merchantLine({ id, name, tier, created_at }: MerchantView): string {
  return `${id}  ${name}, ${tier}, since ${created_at.toISOString()}`;
}
