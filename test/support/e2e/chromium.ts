import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PACKAGE = '@sparticuz/chromium';
const FONTS_FILE = 'isp-billing-fonts.conf';

/**
 * The flags of the package itself are for a place with one process and no rights; they switch off web security, which the checkout is to be
 * tried with. So it is started as a buyer's browser is, and kept from every host but this machine and the merchant that tests play.
 */
const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** Starts the headless Chromium that npm brought, or the one that CHROMIUM_PATH names. */
export async function startChromium(): Promise<Browser> {
  const own = process.env.CHROMIUM_PATH;
  if (own !== undefined) return await chromium.launch({ executablePath: own, args: FLAGS });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`${PACKAGE} runs on Linux x64 only: set CHROMIUM_PATH to a Chromium or Chrome of this machine.`);
  }
  const folder = await unpacked();
  const options = { executablePath: path.join(folder, 'chromium'), args: FLAGS };
  // A bare machine has no fonts, without which Chromium ends at its first word, and maybe no NSS: the package brings both.
  const env = { ...definedEnvironment(), FONTCONFIG_FILE: path.join(folder, FONTS_FILE) };
  try {
    return await chromium.launch({ ...options, env });
  } catch (error) {
    if (!String(error).includes('error while loading shared libraries')) throw error;
    return await chromium.launch({ ...options, env: { ...env, LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') } });
  }
}

/** The browser unpacked once for a version, in the usual place for what packages make; whole or not at all, however many come at once. */
async function unpacked(): Promise<string> {
  const { version } = createRequire(import.meta.url)(path.join(ROOT, 'node_modules', PACKAGE, 'package.json')) as { version: string };
  const caches = path.join(ROOT, 'node_modules', '.cache');
  const folder = path.join(caches, `chromium-${version}`);
  if (await exists(folder)) return folder;
  await mkdir(caches, { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  // The package unpacks to the folder for temporary files and asks by this name of a platform whether its libraries are wanted too.
  const env = { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', NODE_OPTIONS: '' };
  const script = `const { default: chromium } = await import('${PACKAGE}'); await chromium.executablePath();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: ROOT, env });
  await writeFile(path.join(fresh, FONTS_FILE), fontsBelow(folder));
  try {
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

function fontsBelow(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`;
}

async function exists(folder: string): Promise<boolean> {
  return await stat(folder).then(
    () => true,
    () => false,
  );
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
