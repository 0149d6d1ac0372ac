import type { z } from 'zod';
import { TourProblem } from './tour-problem.ts';

const ANSWER_LIMIT_MS = 30_000;
const SHOWN_CHARACTERS = 400;

export interface Request {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  /** The statuses that the story goes on with; any other is told as a problem. */
  expects?: readonly number[];
}

export interface Answer {
  url: string;
  status: number;
  headers: Headers;
  text: string;
}

/** One request to the stack, as an outsider sends it: redirects are not followed, and each problem names the call. */
export async function send(url: string, request: Request = {}): Promise<Answer> {
  const { method = 'GET', expects = [200] } = request;
  const answer = await exchange(url, { ...request, method });
  if (expects.includes(answer.status)) return answer;
  throw new TourProblem(`${method} ${url} answered ${answer.status} instead of ${expects.join(' or ')}: ${start(answer.text)}`);
}

async function exchange(url: string, { method = 'GET', headers = {}, json, form }: Request): Promise<Answer> {
  const content: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
  const body = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
  try {
    const response = await fetch(url, {
      method,
      headers: { ...content, ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      ...(body === undefined ? {} : { body }),
    });
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw new TourProblem(`${method} ${url} got no answer: ${causeOf(error)}`, { cause: error });
  }
}

/** As `send`, for an answer in JSON of the given shape. */
export async function sendForJson<S extends z.ZodType>(schema: S, url: string, request: Request = {}): Promise<z.output<S>> {
  const { text } = await send(url, request);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new TourProblem(`${request.method ?? 'GET'} ${url} answered what the tour can't read (${problems}): ${start(text)}`);
}

/** Where an answer sends the browser on to. */
export function redirectOf({ url, status, headers }: Answer): string {
  const location = headers.get('location');
  if (location === null) throw new TourProblem(`${url} answered ${status} without saying where to go on.`);
  return new URL(location, url).href;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function start(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line || '(nothing)';
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
