import { DOUBT_PROFILES } from '../../domain/doubts.ts';
import { ISPS, type Isp } from '../../domain/isps.ts';
import { CURRENCY } from '../../domain/money.ts';
import { IspUnavailable, type PaymentResult } from '../../domain/payments.ts';
import { type GuardedHttp, type GuardSettings, guardIsp } from './guard.ts';
import { answerOrUnavailable, createIspHttp, type Exchange } from './http.ts';
import { findInList, findInStatement, onStatements, readStatement } from './lookups.ts';
import type { IspGateway, IspGateways, PaymentRequest, TokenKind, TokenState } from './port.ts';
import { findRefundInList, findRefundInStatement, refundCall, refundResult } from './refunds.ts';
import { chargingInformation, errorInfo, introspection, mandate, noAnswer, paymentCreated, refusalOf } from './wire.ts';

const CARRIER_BILLING = '/carrier-billing/v0.5';

/** What an ISP says to a mandate under a credential that is not the client's: to it, that is some subscriber's token. */
const CREDENTIAL_REFUSED = new Set(['UNAUTHENTICATED', 'PERMISSION_DENIED', 'MISSING_IDENTIFIER', 'UNNECESSARY_IDENTIFIER']);

/** An ISP that says so has looked: a 404 without CAMARA's words may come from anything on the way. */
const MANDATE_UNKNOWN = new Set(['NOT_FOUND', 'IDENTIFIER_NOT_FOUND']);

export type IspSettings = {
  base_url: string;
  client_secret: string;
  notification_secret: string;
  /** Where ISPs send their CloudEvents: our API. */
  public_url: string;
  timeout_ms: number;
  guard: GuardSettings;
};

/** One HTTP client serves the four ISPs. */
export function createIspGateways(settings: IspSettings): IspGateways & { close(): Promise<void> } {
  const https = ISPS.map(
    (isp) =>
      [isp, guardIsp(createIspHttp({ base_url: `${settings.base_url}/${isp}`, timeout_ms: settings.timeout_ms }), settings.guard)] as const,
  );
  const gateways = Object.fromEntries(https.map(([isp, http]) => [isp, createGateway(isp, http, settings)])) as IspGateways;
  return { ...gateways, close: async () => void (await Promise.all(https.map(([, http]) => http.close()))) };
}

function createGateway(isp: Isp, http: GuardedHttp, settings: IspSettings): IspGateway {
  const sink = () => ({
    sink: `${settings.public_url}/isp/${isp}/notifications`,
    sinkCredential: {
      credentialType: 'ACCESSTOKEN',
      accessToken: settings.notification_secret,
      accessTokenType: 'bearer',
      accessTokenExpiresUtc: '9999-12-31T23:59:59Z',
    },
  });
  const tools = { http, client_secret: settings.client_secret };
  const introspect = async (subscriber_token: string): Promise<TokenState> => {
    const answer = answerOrUnavailable(
      await http.call({ method: 'POST', path: '/oauth2/introspect', bearer: settings.client_secret, form: { token: subscriber_token } }),
    );
    const state = introspection.safeParse(answer.body);
    if (!state.success) throw new IspUnavailable(`introspection answered ${answer.status}`);
    return state.data.active ? tokenOf(state.data) : state.data;
  };
  return {
    async createPayment(request) {
      const call = payment(request, settings.client_secret, sink());
      return paymentResult(await http.call({ method: 'POST', path: `${CARRIER_BILLING}/payments`, ...call }), request.payer);
    },
    async createMandate({ subscriber_token, reference_code, description }) {
      const json = { subscriberToken: subscriber_token, referenceCode: reference_code, description, ...sink() };
      const answer = answerOrUnavailable(
        await http.call({ method: 'POST', path: `${CARRIER_BILLING}/mandates`, bearer: settings.client_secret, json }),
      );
      const made = mandate.safeParse(answer.body);
      if (answer.status < 300 && made.success) return { kind: 'active', mandate_reference: made.data.mandateId };
      const error = errorInfo.safeParse(answer.body);
      if (!error.success) throw new IspUnavailable(`status ${answer.status} without a CAMARA error`);
      if (answer.status === 403 && error.data.code === 'PERMISSION_DENIED') throw new IspUnavailable('our credential was refused');
      // The credential is ours and the token lies in the body, so a 401 can be about either. An ISP that tells what the token is worth has
      // taken our credential; one that doesn't has refused it, and no buyer.
      if (answer.status === 401) await introspect(subscriber_token);
      return { kind: 'rejected', raw: `${error.data.code}: ${error.data.message}`.slice(0, 500) };
    },
    async cancelMandate(mandate_reference) {
      const path = `${CARRIER_BILLING}/mandates/${encodeURIComponent(mandate_reference)}/cancel`;
      const answer = answerOrUnavailable(await http.call({ method: 'POST', path, bearer: settings.client_secret, json: {} }));
      if (answer.status < 300) return 'cancelled';
      const error = errorInfo.safeParse(answer.body);
      if (answer.status === 404 && error.success && MANDATE_UNKNOWN.has(error.data.code)) return 'unknown';
      throw new IspUnavailable(`cancelling a mandate answered ${answer.status}`);
    },
    introspect,
    async findPayment(attempt) {
      if (DOUBT_PROFILES[isp].method !== 'statement') return await findInList(tools, `${CARRIER_BILLING}/payments`, attempt);
      return await onStatements(tools, attempt.booked_at, (lines) => findInStatement(lines, attempt.client_correlator));
    },
    async createRefund(request) {
      return refundResult(await http.call(refundCall(request, settings.client_secret)));
    },
    async findRefund(attempt) {
      if (DOUBT_PROFILES[isp].method !== 'statement') return await findRefundInList(tools, attempt);
      return await onStatements(tools, attempt.booked_at, (lines) => findRefundInStatement(lines, attempt.client_correlator));
    },
    statement: (day) => readStatement(tools, day),
    health: () => http.health(),
    authorizeUrl(page) {
      const url = new URL(`${settings.base_url}/${isp}/authorize`);
      const query = { ...page, amount: page.amount_cents.toString(), currency: CURRENCY, amount_cents: undefined };
      for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
      return url.href;
    },
  };
}

function payment(request: PaymentRequest, client_secret: string, sink: object) {
  const { payer } = request;
  return {
    bearer: 'subscriber_token' in payer ? payer.subscriber_token : client_secret,
    headers: {
      'x-correlator': request.client_correlator,
      ...(request.simulated_time ? { 'simulated-time': request.simulated_time.toISOString() } : {}),
    },
    json: {
      amountTransaction: {
        clientCorrelator: request.client_correlator,
        referenceCode: request.reference_code,
        paymentAmount: {
          chargingInformation: chargingInformation(request.amount_cents, request.description),
          chargingMetaData: { merchantIdentifier: request.merchant_id },
        },
      },
      ...('mandate_reference' in payer ? { mandateId: payer.mandate_reference } : {}),
      ...sink,
    },
  };
}

/** Reads an answer to createPayment. Only a plain yes or a plain no is one; everything else may have been charged. */
function tokenOf({ kind, sub, simulated }: { kind: TokenKind; sub: string; simulated: boolean }): TokenState {
  return { active: true, kind, subscriber_reference: sub, simulated };
}

function paymentResult(exchange: Exchange, payer: PaymentRequest['payer']): PaymentResult {
  if (!exchange.answered || exchange.status === 429) return noAnswer(exchange);
  if (exchange.status === 200 || exchange.status === 201) {
    const created = paymentCreated.safeParse(exchange.body);
    if (!created.success) return { kind: 'unclear', detail: `status ${exchange.status} without a payment` };
    if (created.data.paymentStatus === 'succeeded') return { kind: 'succeeded', isp_reference: created.data.paymentId };
    if (created.data.paymentStatus === 'denied') return { kind: 'declined', reason: 'unknown', raw: 'denied' };
    return { kind: 'unclear', detail: created.data.paymentStatus };
  }
  const error = errorInfo.safeParse(exchange.body);
  // With a mandate the credential is our own: an ISP that doesn't know it has looked at no payment, and has refused no subscriber.
  const credential_refused = exchange.status === 401 || (error.success && CREDENTIAL_REFUSED.has(error.data.code));
  if ('mandate_reference' in payer && exchange.status < 500 && credential_refused)
    return { kind: 'not_sent', detail: 'our credential was refused', retry_after_ms: 30_000 };
  const refusal = error.success && exchange.status < 500 ? refusalOf(error.data) : undefined;
  return refusal ? { kind: 'declined', ...refusal } : { kind: 'unclear', detail: `status ${exchange.status}` };
}
