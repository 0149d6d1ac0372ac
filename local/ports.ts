import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { StartProblem } from './start-problem.ts';

/** One port that the stack is going to listen on. */
export interface PortClaim {
  port: number;
  /** The setting that changes it. */
  setting: string;
  wanted_by: string;
}

/** Throws a StartProblem with one line for each port that can't be had. */
export async function assertPortsFree(claims: readonly PortClaim[]): Promise<void> {
  const problems: string[] = [];
  const claimed = new Map<number, PortClaim>();
  for (const claim of claims) {
    const { port, setting, wanted_by } = claim;
    const rival = claimed.get(port);
    if (rival) problems.push(`Port ${port} is wanted twice, by ${rival.wanted_by} (${rival.setting}) and by ${wanted_by} (${setting}).`);
    else if (await isTaken(port)) {
      problems.push(
        `Port ${port}, wanted by ${wanted_by}, is taken by another program: set ${setting} to a free port, or end that program.`,
      );
    }
    claimed.set(port, claim);
  }
  if (problems.length > 0) throw new StartProblem(problems.join('\n'));
}

/**
 * Whether something listens where a browser would look for us. Listening alone doesn't tell: some systems let us listen on
 * 127.0.0.1 beside a program that listens on every address, and "localhost" may lead to ::1.
 */
export async function isTaken(port: number): Promise<boolean> {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => accepts(host, port)));
  return answers.includes(true) || !(await canListen(port));
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const answer = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket
      .on('connect', () => answer(true))
      .on('error', () => answer(false))
      .on('timeout', () => answer(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port that nothing listens on, chosen by the system. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
