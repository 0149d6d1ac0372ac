import { inheritedEnvironment } from '../environment.ts';
import { CHECKOUT } from '../folder.ts';
import { runCommandOrFail } from '../run-command.ts';

export type Operator = (...args: string[]) => Promise<string>;

/** The operators' commands on the stack of a folder, whatever database our own environment names. Answers what a command printed. */
export function operatorOf(local_dir: string): Operator {
  const env = inheritedEnvironment({ LOCAL_DIR: local_dir, DATABASE_URL: '' });
  return async (...args) => (await runCommandOrFail(process.execPath, ['admin.ts', ...args], { cwd: CHECKOUT, env })).stdout;
}
