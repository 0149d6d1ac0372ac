import type { Request, RequestHandler, Response } from 'express';
import type { Circumstances } from '../charging.ts';
import { denialReasonOf } from '../declines.ts';
import { type Answer, type CamaraCode, CamaraError, errorAnswer } from '../errors.ts';
import type { FaultRule, Operation } from '../faults.ts';
import type { Isp } from '../isp.ts';
import { pause } from '../time.ts';

/** One operation: what it reads from a request (and refuses there), and what it does. Between the two a fault may strike. */
export interface OperationSpec<Input> {
  readonly name: Operation;
  /** What `decline:…` gives: `booked` when the operation records it itself, else the code of the refusal. */
  readonly declined?: 'booked' | CamaraCode;
  read(request: Request): Input;
  perform(input: Input, circumstances: Circumstances): Answer;
}

/** What the operations of one ISP share. */
export interface OperationContext {
  readonly isp: Isp;
  readonly clientSecret: string;
  /** Aborted when the server stops: what is held open then ends. */
  readonly stopping: AbortSignal;
}

const HOLD_MS = 60_000;
const SLOW_MS = 1_000;
const LATE_MS = 5_000;

export function sendAnswer(response: Response, { status, body, headers }: Answer): void {
  if (response.destroyed) return;
  response.status(status).set(headers ?? {});
  if (body === undefined) response.end();
  else if (typeof body === 'string') response.send(body);
  else response.json(body);
}

/** Keeps the client waiting without an answer, and hangs up after that. */
async function hold(response: Response, duration_ms: number, stopping: AbortSignal): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await pause(duration_ms, AbortSignal.any([stopping, gone.signal]));
  response.socket?.destroy();
}

function settled(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof CamaraError) return error.answer;
    throw error;
  }
}

function refusal(code: CamaraCode, denial: string): Answer {
  const { status, body } = errorAnswer(code);
  return { status, body: { ...(body as object), denialReason: denialReasonOf(denial) } };
}

/** Serves an operation under the fault rules of its ISP. A request that is refused as it is read spends no rule. */
export function serve<Input>({ isp, stopping }: OperationContext, spec: OperationSpec<Input>): RequestHandler {
  const perform = (input: Input, circumstances: Circumstances) => settled(() => spec.perform(input, circumstances));
  const unanswered = (input: Input) => perform(input, { answered: false });

  async function strike(fault: FaultRule, input: Input, response: Response): Promise<void> {
    const latency = (fallback: number) => fault.latency_ms ?? fallback;
    const after = fault.kind.endsWith('_after');
    if (after) unanswered(input);
    switch (fault.kind) {
      case 'timeout_before':
      case 'timeout_after':
        return hold(response, latency(HOLD_MS), stopping);
      case 'error_500_before':
      case 'error_500_after':
        return sendAnswer(response, errorAnswer('INTERNAL'));
      case 'reset_after':
        response.socket?.resetAndDestroy();
        return;
      case 'throttle_429': {
        const seconds = Math.max(1, Math.ceil(latency(0) / 1000));
        return sendAnswer(response, { ...errorAnswer('TOO_MANY_REQUESTS'), headers: { 'Retry-After': String(seconds) } });
      }
      case 'slow':
        if (await pause(latency(SLOW_MS), stopping)) return sendAnswer(response, perform(input, { answered: true }));
        response.socket?.destroy();
        return;
      case 'late_capture':
        return sendAnswer(response, perform(input, { answered: true, late_ms: latency(LATE_MS) }));
      default: {
        const denial = fault.kind.replace(/^decline:/, '');
        if (spec.declined === 'booked') return sendAnswer(response, perform(input, { answered: true, decline: denial }));
        return sendAnswer(response, refusal(spec.declined ?? 'PERMISSION_DENIED', denial));
      }
    }
  }

  return async (request, response) => {
    const input = spec.read(request);
    const fault = isp.faults.strikeRequest(spec.name);
    if (fault) await strike(fault, input, response);
    else sendAnswer(response, perform(input, { answered: true }));
  };
}
