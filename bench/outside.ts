import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/**
 * The outside world of the benchmarks, in a process of its own: one ISP that takes 20 ms for a payment and keeps books by client
 * correlator, a merchant's server that takes callbacks, and a mail server. It does as little as it can: what is measured is the others.
 */
const PAYMENT_MS = 20;

/** How often each key was charged. A key is what may be paid once: the purchase, the period, or what a peer uses for it. */
const books = new Map<string, number>();
/** Payments by correlator: an ISP gives the same answer to the same correlator, as Orange does. Off where peers are judged by their calls. */
const payments = new Map<string, string>();
const by_reference = new Map<string, Set<string>>();
const counts = { payments: 0, callbacks: 0, mails: 0, tokens: 0 };

const http = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
  void answer(request, response).catch(() => response.destroy());
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  const body = await text(request);
  if (request.method === 'GET') return list(new URL(path, 'http://isp').searchParams.get('referenceCode') ?? '', response);
  if (path.endsWith('/payments')) return await pay(JSON.parse(body) as PaymentBody, response);
  if (path === '/callback') {
    counts.callbacks += 1;
    return void response.end('ok');
  }
  if (path.endsWith('/oauth2/introspect')) return json(response, 200, introspection(new URLSearchParams(body).get('token') ?? ''));
  if (path.endsWith('/mandates')) {
    const { subscriberToken } = JSON.parse(body) as { subscriberToken: string };
    return json(response, 201, { mandateId: `mandate-${subscriberToken}`, mandateStatus: 'active' });
  }
  if (path.endsWith('/cancel')) return json(response, 200, {});
  return json(response, 404, { status: 404, code: 'NOT_FOUND', message: 'nothing here' });
}

type PaymentBody = { amountTransaction: { clientCorrelator: string; referenceCode: string } };

async function pay({ amountTransaction: { clientCorrelator, referenceCode } }: PaymentBody, response: ServerResponse): Promise<void> {
  await sleep(PAYMENT_MS);
  const known = payments.get(clientCorrelator);
  const paymentId = known ?? `pay_${payments.size}_${referenceCode}`;
  payments.set(clientCorrelator, paymentId);
  by_reference.set(referenceCode, (by_reference.get(referenceCode) ?? new Set()).add(clientCorrelator));
  counts.payments += 1;
  books.set(referenceCode, (books.get(referenceCode) ?? 0) + 1);
  json(response, 201, { paymentId, paymentStatus: 'succeeded' });
}

/** The payments of one reference: how a doubt about one is resolved. */
function list(referenceCode: string, response: ServerResponse): void {
  const found = [...(by_reference.get(referenceCode) ?? [])];
  json(
    response,
    200,
    found.map((clientCorrelator) => ({
      paymentId: payments.get(clientCorrelator),
      paymentStatus: 'succeeded',
      amountTransaction: { clientCorrelator, referenceCode },
    })),
  );
}

/** A token names its kind and its subscriber: `one_shot.17`. */
function introspection(token: string) {
  counts.tokens += 1;
  const [kind, subscriber] = token.split('.');
  // Simulated, as the benchmarks' merchant sells in test mode: it needs test clocks.
  return { active: true, kind, sub: `subscriber-${subscriber}`, simulated: true };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => {
      counts.mails += 1;
      done();
    });
  },
});

// A client that is killed in the middle of a letter is what some scenes are about.
smtp.on('error', () => undefined);

http.listen(0, '127.0.0.1');
smtp.listen(0, '127.0.0.1');
await once(http, 'listening');

/** `look` at all of the books, or at the keys that begin so. */
type Question = 'clear' | 'look' | { look: string };

process.on('message', (question: Question) => {
  if (question === 'clear') {
    books.clear();
    payments.clear();
    by_reference.clear();
    Object.assign(counts, { payments: 0, callbacks: 0, mails: 0, tokens: 0 });
  }
  const prefix = typeof question === 'string' ? '' : question.look;
  const looked = [...books].filter(([key]) => key.startsWith(prefix));
  const doubled = looked.filter(([, times]) => times > 1).length;
  process.send?.({ counts, keys: looked.length, doubled });
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.send?.({ http_port: (http.address() as AddressInfo).port, smtp_port: (smtp.server.address() as AddressInfo).port });
