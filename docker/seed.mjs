/** Seeds the demo merchant and writes what the shop must know of it as an env file, whose path is the argument. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const [file] = process.argv.slice(2);
const { stdout } = await promisify(execFile)(process.execPath, ['local/seed.ts']);
// The result is the last line that the seed prints.
const { documents } = JSON.parse(stdout.trim().split('\n').at(-1));
await writeFile(file, `SHOP_DOCUMENT_ONE_SHOT=${documents.one_shot}\nSHOP_DOCUMENT_REBILLING=${documents.rebilling}\n`);
