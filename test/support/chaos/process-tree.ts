import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The process and all that descend from it, parents first: PostgreSQL's backends each lead a group of their own. */
export async function processTree(root: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const tree = [root];
  for (const parent of tree) {
    for (const [pid, ppid] of rows) if (pid !== undefined && ppid === parent) tree.push(pid);
  }
  return tree;
}
