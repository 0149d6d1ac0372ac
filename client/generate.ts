/**
 * `npm run client` writes client/schema.ts, the types of the API of today; with `--print` they go to standard output. Types only: the
 * document is made as the API makes it, but nothing is asked.
 */
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { createOpenApi, type OpenApiDocument } from '../api/openapi.ts';
import { PROBLEM_CODES } from '../api/problems.ts';
import { merchantOperations } from '../api/routes/index.ts';
import type { UseCases } from '../usecases/types.ts';

registerHooks({
  resolve: (specifier, context, next) => {
    const by_generator = specifier === 'typescript' && context.parentURL?.includes('/openapi-typescript/');
    return by_generator ? next(new URL('./typescript.ts', import.meta.url).href, context) : next(specifier, context);
  },
});

const HEAD = `/** Made by \`npm run client\` of the OpenAPI document. Do not edit. */
/* eslint-disable */

`;

async function generate(): Promise<string> {
  const { astToString, default: openapiTS } = await import('openapi-typescript');
  // Only what handlers would call at run time is missing, and none is called.
  const operations = merchantOperations({} as UseCases, (_question, ask) => ask());
  const document = withoutWords(createOpenApi(operations, 'http://localhost:3000'));
  const types = astToString(await openapiTS(JSON.stringify(document), { defaultNonNullable: false }));
  const codes = PROBLEM_CODES.map((code) => `  | '${code}'`).join('\n');
  return `${HEAD}${types}\n/** Problems that are known today; others may be added. */\nexport type ProblemCode =\n${codes};\n`;
}

/** Examples of bodies and headers of answers are thousands of lines that no type needs. */
function withoutWords(document: OpenApiDocument): OpenApiDocument {
  const copy = structuredClone(document);
  const calls = Object.values(copy.paths ?? {}).flatMap((item) => [item.get, item.post, item.patch, item.put, item.delete]);
  for (const call of calls) {
    const bodies = [call?.requestBody, ...Object.values(call?.responses ?? {})];
    for (const body of bodies) {
      if (body === undefined || '$ref' in body) continue;
      if ('headers' in body) delete body.headers;
      for (const media of Object.values('content' in body ? (body.content ?? {}) : {}) as object[]) {
        Object.assign(media, { example: undefined, examples: undefined });
      }
    }
  }
  return copy;
}

const generated = await generate();
if (process.argv.includes('--print')) process.stdout.write(generated);
else writeFileSync(new URL('./schema.ts', import.meta.url), generated);
