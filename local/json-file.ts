import { readFile, rename, writeFile } from 'node:fs/promises';
import type { z } from 'zod';

/** The contents of a JSON file; undefined when it is missing, cut short or of another shape. */
export async function readJsonFile<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.infer<Schema> | undefined> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the file whole or not at all, readable for its owner only: most of ours hold keys. */
export async function writeJsonFile(file: string, content: unknown): Promise<void> {
  const aside = `${file}.${process.pid}.new`;
  await writeFile(aside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(aside, file);
}
