import { Command, CommanderError } from 'commander';
import { Refusal } from '../domain/refusals.ts';
import { discrepanciesCommand } from './discrepancies.ts';
import { gridCommand } from './grid.ts';
import { keyCommand } from './keys.ts';
import { ledgerCommand } from './ledger.ts';
import { merchantCommand } from './merchants.ts';
import { payoutsCommand } from './payouts.ts';
import { reconcileCommand } from './reconcile.ts';
import { secretCommand } from './secrets.ts';
import { type AdminTools, EXIT } from './tools.ts';

/** Runs one command; answers its exit code. What went wrong is said in one line. */
export async function runAdmin(tools: AdminTools, args: readonly string[]): Promise<number> {
  let exit: number = EXIT.done;
  const setExit = (code: number) => {
    exit = code;
  };
  const program = new Command('admin')
    .description('Commands for operators. They see all merchants; who may run them is whoever has the settings.')
    .showHelpAfterError('(admin --help says more)')
    .addCommand(reconcileCommand(tools, setExit))
    .addCommand(discrepanciesCommand(tools))
    .addCommand(ledgerCommand(tools, setExit))
    .addCommand(gridCommand(tools, setExit))
    .addCommand(payoutsCommand(tools, setExit))
    .addCommand(merchantCommand(tools))
    .addCommand(keyCommand(tools))
    .addCommand(secretCommand(tools));
  inherit(program, tools);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof Refusal)) throw error;
    tools.writeError(`${error.message}\n`);
    return EXIT.failed;
  }
}

/** Subcommands that were made apart take over how the program ends and writes. */
function inherit(command: Command, tools: AdminTools): void {
  command.exitOverride().configureOutput({ writeOut: tools.write, writeErr: tools.writeError });
  for (const below of command.commands) inherit(below, tools);
}
