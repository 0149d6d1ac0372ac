import type { RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { CamaraError } from '../errors.ts';
import type { Isp } from '../isp.ts';
import { sessionCookieOf, sessionOf } from './session-cookie.ts';

/** Often enough that proxies keep the connection, and that a session which has run out does not listen for long. */
const HEARTBEAT_MS = 20_000;
const RECONNECT_MS = 2_000;
/** Twice what a window comes to whose connection is cut as soon as it is there. */
const OPENED_PER_MINUTE_MAX = 60;
const CHANGED = 'event: changed\ndata: {}\n\n';

/**
 * Server-Sent Events for one line: `changed` whenever something about it has. They carry nothing but that; the page asks for the rest, so that there
 * is one way in which an account is shown. Too many open pages, or opened too often: 429, and the page asks now and then instead.
 */
export function accountEvents(isp: Isp, stopping: AbortSignal): RequestHandler {
  const opened = new RateLimiterMemory({ points: OPENED_PER_MINUTE_MAX, duration: 60 });
  return async (request, response) => {
    const cookie = sessionCookieOf(request);
    const session = sessionOf(isp, request);
    if (cookie === undefined || !session) throw new CamaraError('UNAUTHENTICATED');
    await opened.consume(session.line).catch(() => Promise.reject(new CamaraError('TOO_MANY_REQUESTS')));
    // What happened meanwhile would not be told any more: that we stop, or that nobody is there.
    if (stopping.aborted || response.destroyed) return void response.end();
    let told = true;
    const tell = () => {
      told = true;
      if (response.writableEnded || stopping.aborted) return;
      response.write(CHANGED);
      // Also that the session is over is news: the page asks, and finds itself logged out.
      if (!isp.sessions.find(cookie)) end();
    };
    // Told within the transaction that changes something, and often several times in one: looked at once, when it is over.
    const later = () => {
      if (told) setImmediate(tell);
      told = false;
    };
    const unwatch = isp.lineWatch.watch(session.line, later);
    if (!unwatch) throw new CamaraError('TOO_MANY_REQUESTS');
    const heartbeat = setInterval(() => (isp.sessions.find(cookie) ? response.write(':\n\n') : tell()), HEARTBEAT_MS);
    function release() {
      clearInterval(heartbeat);
      unwatch?.();
      stopping.removeEventListener('abort', end);
    }
    function end() {
      release();
      response.end();
    }
    response.on('close', release);
    stopping.addEventListener('abort', end, { once: true });
    response.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    response.flushHeaders();
    response.write(`retry: ${RECONNECT_MS}\n\n`);
  };
}
