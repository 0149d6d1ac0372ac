import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** One operator's sign-in. Nothing is stored: the cookie says when it began and was last used, signed under the key that was shown. */
export type Session = { nonce: string; started_at: number; seen_at: number };

/** Unused for so long, a session is over; */
export const IDLE_MS = 30 * 60_000;
/** and in any case this long after its sign-in. */
export const LASTS_MS = 8 * 3_600_000;
/** The cookie is written anew when this much of the idle time has passed, so that not each page sets one. */
const RENEW_AFTER_MS = 5 * 60_000;

export type Sessions = {
  /** Whether this is the operators' key; takes the same time for each wrong one. */
  isKey(shown: string): boolean;
  start(now_ms: number): Session;
  /** The session that a cookie carries, if it is ours and not over. */
  read(cookie: string | undefined, now_ms: number): Session | undefined;
  /** The cookie's value once more, where it is time for one. */
  renewed(session: Session, now_ms: number): string | undefined;
  write(session: Session): string;
  end(session: Session): void;
  /** What each form of this session carries: another site can't know it. */
  formToken(session: Session): string;
  isFormToken(session: Session, shown: unknown): boolean;
};

/** Sessions under the operators' key: with another key all of them are over. */
export function createSessions(admin_api_key: string): Sessions {
  const signing_key = mac(admin_api_key, 'session of the operators');
  const key_digest = mac(signing_key, admin_api_key);
  // Signed out before their time, in this process; kept as long as their cookies would have been good.
  const ended = new Map<string, number>();
  const sign = (text: string) => mac(signing_key, text).toString('base64url');
  const write = ({ nonce, started_at, seen_at }: Session) => {
    const text = `${nonce}.${started_at}.${seen_at}`;
    return `${text}.${sign(`cookie ${text}`)}`;
  };
  const formToken = ({ nonce }: Session) => sign(`form ${nonce}`);

  return {
    write,
    formToken,
    isKey: (shown) => timingSafeEqual(mac(signing_key, shown), key_digest),
    start: (now_ms) => ({ nonce: randomBytes(16).toString('base64url'), started_at: now_ms, seen_at: now_ms }),

    read(cookie, now_ms) {
      const [nonce = '', started = '', seen = ''] = (cookie ?? '').split('.');
      const session = { nonce, started_at: Number(started), seen_at: Number(seen) };
      if (cookie === undefined || !isSame(write(session), cookie)) return undefined;
      const is_over = now_ms - session.seen_at > IDLE_MS || now_ms - session.started_at > LASTS_MS;
      return is_over || ended.has(nonce) ? undefined : session;
    },

    renewed(session, now_ms) {
      return now_ms - session.seen_at < RENEW_AFTER_MS ? undefined : write({ ...session, seen_at: now_ms });
    },

    end({ nonce, started_at }) {
      for (const [other, until] of ended) if (until < started_at) ended.delete(other);
      ended.set(nonce, started_at + LASTS_MS);
    },

    isFormToken: (session, shown) => typeof shown === 'string' && isSame(formToken(session), shown),
  };
}

function mac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function isSame(ours: string, shown: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(shown)];
  return a.length === b.length && timingSafeEqual(a, b);
}
