import { type SpawnOptions, spawn } from 'node:child_process';

export interface CommandResult {
  exit_code: number;
  stdout: string;
  stderr: string;
}

export interface CommandOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  stdin?: string;
  time_limit_ms?: number;
  /** Is told each line of the error output as it comes: where tools report their progress. */
  onLine?: (line: string) => void;
}

/** Runs a command to its end. A non-zero exit is a result, not an error; a command that can't be started rejects. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { stdin, time_limit_ms, onLine, ...spawning } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...spawning,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(time_limit_ms === undefined ? {} : { timeout: time_limit_ms }),
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
      for (const line of text.split('\n')) if (line.trim() !== '') onLine?.(line.trim());
    });
    // A command that never reads its input closes the pipe; that is its right.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin ?? '');
    child.on('error', reject);
    child.on('close', (code) => resolve({ exit_code: code ?? 1, ...output }));
  });
}

/** As runCommand, but anything except success is an error that shows the end of what the command said. */
export async function runCommandOrFail(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const result = await runCommand(command, args, options);
  if (result.exit_code === 0) return result;
  const said = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-12).join('\n');
  throw new Error(`${command} ${args.slice(0, 2).join(' ')} ended with ${result.exit_code}:\n${said}`);
}
