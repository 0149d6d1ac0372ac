import { Argument, Command, Option } from 'commander';
import { LOCALES, type Locale } from '../domain/subscriptions.ts';
import type { MerchantUserView } from '../usecases/merchant-types.ts';
import { emailAddress, idOf, userOf } from './arguments.ts';
import { jsonText, table } from './text.ts';
import { type AdminTools, jsonOption } from './tools.ts';

/** `merchant user …`. */
export function userCommand(tools: AdminTools): Command {
  return new Command('user')
    .description('who gets the mails that concern a merchant, and may sign in for it')
    .addCommand(addCommand(tools))
    .addCommand(listCommand(tools))
    .addCommand(removeCommand(tools));
}

const merchantArgument = () => new Argument('<merchant>', 'its id, mer_…').argParser(idOf('mer'));

function addCommand(tools: AdminTools): Command {
  return new Command('add')
    .description('adds a person; one who is there already only changes language')
    .addArgument(merchantArgument())
    .addArgument(new Argument('<email>', 'the address').argParser(emailAddress))
    .addOption(new Option('--locale <language>', 'of the mails').choices(LOCALES).default('fr'))
    .addOption(jsonOption())
    .action(async (merchant_id: string, email: string, { locale, json }: { locale: Locale; json: boolean }) => {
      const { user, was_new } = await (await tools.open()).addMerchantUser({ merchant_id, email, locale });
      if (json) return tools.write(jsonText(user));
      tools.write(`${was_new ? 'added' : 'was there already'}: ${user.id}  ${user.email}, ${user.locale}\n`);
    });
}

function listCommand(tools: AdminTools): Command {
  return new Command('list')
    .description('lists the people of a merchant')
    .addArgument(merchantArgument())
    .addOption(jsonOption())
    .action(async (merchant_id: string, { json }: { json: boolean }) => {
      const users = await (await tools.open()).listMerchantUsers(merchant_id);
      tools.write(json ? jsonText(users) : userTable(users));
    });
}

function removeCommand(tools: AdminTools): Command {
  return new Command('remove')
    .description('removes a person: no mails and no sign-in from now on')
    .addArgument(merchantArgument())
    .addArgument(new Argument('<user>', 'the address, or the id, usr_…').argParser(userOf))
    .addOption(jsonOption())
    .action(async (merchant_id: string, wanted: ReturnType<typeof userOf>, { json }: { json: boolean }) => {
      const user = await (await tools.open()).removeMerchantUser({ merchant_id, ...wanted });
      tools.write(json ? jsonText(user) : `removed: ${user.id}  ${user.email}\n`);
    });
}

export function userTable(users: readonly MerchantUserView[]): string {
  if (users.length === 0) return 'no people\n';
  const rows = users.map(({ id, email, locale, created_at }) => [id, email, locale, created_at.toISOString()]);
  return table([['user', 'e-mail', 'language', 'added'], ...rows]);
}
