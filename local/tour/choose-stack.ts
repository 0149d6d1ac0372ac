import { readConfig } from '../../config.ts';
import { localFolder } from '../folder.ts';
import { readJsonFile } from '../json-file.ts';
import { processIdentity } from '../process-identity.ts';
import { answersOk } from '../program.ts';
import { type Stack, stackSchema } from './answers.ts';
import type { Narrator } from './narrator.ts';
import { type ChosenStack, startOwnStack } from './own-stack.ts';

/** The stack that runs here, or one of the tour's own: on free ports and in a folder of its own, so that it disturbs nothing. */
export async function chooseStack(narrator: Narrator, stopping: AbortSignal): Promise<ChosenStack> {
  const local_dir = readConfig('local').LOCAL_DIR;
  const { stack: file } = localFolder(local_dir);
  const stack = await readJsonFile(file, stackSchema);
  if (stack && (await isAlive(stack))) {
    narrator.say(`On the running stack of ${file}: API ${stack.api}, Temporal ${stack.temporal.ui}`);
    return { stack, local_dir, close: async () => undefined };
  }
  narrator.say(
    stack
      ? `The stack of ${file} does not run any more, so the tour starts one of its own.`
      : 'No stack runs here, so the tour starts one of its own.',
  );
  return await startOwnStack(narrator, stopping);
}

async function isAlive({ pids, api, isps, mail, shop }: Stack): Promise<boolean> {
  const identities = await Promise.all(Object.values(pids).map(processIdentity));
  if (identities.includes(undefined)) return false;
  const answers = await Promise.all([`${api}/readyz`, `${isps.base}/healthz`, `${mail}/healthz`, `${shop}/healthz`].map(answersOk));
  return !answers.includes(false);
}
