import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenApiDocument } from '../../../api/openapi.ts';

export type SeenAnswer = { method: string; path: string; status: number; media_type: string | undefined; body: unknown };

/** A JSON pointer's step, inside a URI fragment. */
const step = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Throws where an answer is not what the OpenAPI document says of its call, its status and its media type. */
export function createAnswerCheck(document: OpenApiDocument): (answer: SeenAnswer) => void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  // A path that is written out comes before one with a parameter in its place.
  const written = Object.keys(document.paths ?? {}).sort((a, b) => a.split('{').length - b.split('{').length);
  const templates = written.map((template) => {
    return { template, pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`) };
  });
  return ({ method, path, status, media_type, body }) => {
    const template = templates.find(({ pattern }) => pattern.test(path.split('?')[0] ?? ''))?.template;
    // Nothing documents the absence of a route, nor of a method.
    if (template === undefined || status === 405) return;
    const where = `${method} ${template} ${status}`;
    const response = document.paths?.[template]?.[method.toLowerCase() as 'get']?.responses?.[String(status) as '200'];
    if (!response) throw new Error(`${where} is not documented`);
    const content = 'content' in response ? response.content : undefined;
    if (media_type === undefined) {
      if (content) throw new Error(`${where} is documented with a body`);
      return;
    }
    // An address whose encoding can't be read is that of no call.
    if (status === 404 && codeOf(body) === 'unknown_route') return;
    const media = content?.[media_type];
    if (!media) throw new Error(`${where} is not documented as ${media_type}`);
    const codes = Object.keys(media.examples ?? {});
    if (media_type === 'application/problem+json' && !codes.includes(codeOf(body))) {
      throw new Error(`${where} is documented with ${codes.join(', ')}, not with ${codeOf(body)}`);
    }
    const pointer = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content', media_type, 'schema'];
    const validate = ajv.getSchema(`document#/${pointer.map(step).join('/')}`);
    if (!validate) throw new Error(`${where} has no schema`);
    if (!validate(body)) throw new Error(`${where} is not as documented: ${ajv.errorsText(validate.errors)}`);
  };
}

/** Of a problem. */
function codeOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : 'no code';
}
