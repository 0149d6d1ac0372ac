import { access, constants } from 'node:fs/promises';
import path from 'node:path';

export interface CacheSettings {
  XDG_CACHE_HOME?: string | undefined;
  HOME: string;
}

/** Outside the checkout, so that a fresh clone finds again what took minutes to build. */
export function cacheFolder({ XDG_CACHE_HOME, HOME }: CacheSettings): string {
  return path.join(XDG_CACHE_HOME || path.join(HOME, '.cache'), 'isp-billing');
}

export async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The file that a shell would run for this name; undefined when there is none. */
export async function findOnPath(name: string, search_path: string): Promise<string | undefined> {
  for (const folder of search_path.split(path.delimiter)) {
    const file = path.join(folder, name);
    if (path.isAbsolute(folder) && (await isExecutable(file))) return file;
  }
  return undefined;
}
