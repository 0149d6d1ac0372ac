import { z } from 'zod';

/**
 * The only reader of the environment. Each process parses the section that it needs, once, at its start;
 * a wrong or missing setting ends the process with one line per problem. docs/reference/configuration.md explains each name.
 */

const port = (fallback: number) => z.coerce.number().int().min(1).max(65535).default(fallback);
const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .default(fallback ? 'true' : 'false')
    .transform((text) => text === 'true');
const httpUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
/** 32 bytes in hexadecimal. */
const key256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 32 bytes in hexadecimal');

const listening = { LISTEN_HOST: z.string().default('127.0.0.1') };

const logging = { LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info') };

const database = {
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL'),
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(200).default(20),
};

const temporal = {
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
};

const vault = {
  /** Wraps the data key of each buyer. */
  MASTER_KEY: key256,
  /** Keys the hashes by which codes, tokens and subscriber references are looked up. */
  LOOKUP_KEY: key256,
};

const isps = {
  ISP_BASE_URL: httpUrl.default('http://localhost:4000'),
  ISP_CLIENT_SECRET: z.string().min(16),
  /** What an ISP shows us as a bearer token when it notifies us; we hand it over as the sink credential. */
  ISP_NOTIFICATION_SECRET: z.string().min(16),
  ISP_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(20_000),
};

/** Renewals due at one instant are spread over this many seconds; the same value in the API and the worker. */
const jitter = z.coerce.number().int().min(0).max(86_400).default(900);

const DUNNING_STEPS_MAX = 10;
const DUNNING_DAY_MAX = 60;

/** Days after its due instant on which a refused renewal is tried again: `1,3,7`. The same value in the API and the worker. */
const dunningDays = z
  .string()
  .default('1,3,7')
  .transform((text) => text.split(',').map((day) => (/^ *\d{1,3} *$/.test(day) ? Number(day) : Number.NaN)))
  .refine((days) => days.every((day) => day >= 1 && day <= DUNNING_DAY_MAX), `must be days from 1 to ${DUNNING_DAY_MAX}, such as 1,3,7`)
  .refine((days) => days.every((day, step) => step === 0 || day > (days[step - 1] ?? 0)), 'must be days in strictly increasing order')
  .refine((days) => days.length <= DUNNING_STEPS_MAX, `must be at most ${DUNNING_STEPS_MAX} days`);

/** Callbacks to private and loopback addresses, never to link-local ones, and without TLS: for a machine of one's own only. The same value in the API and the worker. */
const callbackAllowPrivate = flag(false);
const ISPS = ['alice', 'free', 'orange', 'sfr'] as const;
const SETTLEMENT_DAYS_DEFAULT = 45;
const SETTLEMENT_DAYS_MAX = 366;

/** Days from a sale until its ISP has paid us: `45` for all, `45,free=30` with one of its own. The same in the API, the worker and commands. */
const settlementDays = z
  .string()
  .default(String(SETTLEMENT_DAYS_DEFAULT))
  .transform((text) => text.split(',').map((part) => /^ *(?:([a-z]+) *= *)?(\d{1,3}) *$/.exec(part)))
  .refine((parts) => parts.every((part) => part !== null), 'must be days such as 45 or 45,free=30')
  .transform((parts) => parts.flatMap((part) => (part === null ? [] : [{ isp: part[1], days: Number(part[2]) }])))
  .refine((parts) => parts.every(({ days }) => days <= SETTLEMENT_DAYS_MAX), `must be at most ${SETTLEMENT_DAYS_MAX} days`)
  .refine(
    (parts) => parts.every(({ isp }) => isp === undefined || ISPS.some((known) => known === isp)),
    `must name no ISP but ${ISPS.join(', ')}`,
  )
  .refine((parts) => new Set(parts.map(({ isp }) => isp)).size === parts.length, 'must say each ISP, and all others, once')
  .transform((parts) => {
    const daysOf = (isp: string | undefined) => parts.find((part) => part.isp === isp)?.days;
    const days = (isp: (typeof ISPS)[number]) => daysOf(isp) ?? daysOf(undefined) ?? SETTLEMENT_DAYS_DEFAULT;
    return { alice: days('alice'), free: days('free'), orange: days('orange'), sfr: days('sfr') };
  });

const payouts = {
  SETTLEMENT_DAYS: settlementDays,
  /** Less than this is not paid out but carried forward; EUR 10.00. */
  PAYOUT_MINIMUM_CENTS: z
    .string()
    .default('1000')
    .refine((text) => /^\d{1,7}$/.test(text), 'must be a whole number of cents')
    .transform(BigInt),
};

/** Addresses with commas in between. */
const httpUrls = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim().replace(/\/+$/, '')))
  .refine(
    (addresses) => addresses.every((address) => /^https?:\/\/[^/]/.test(address)),
    'must be http:// or https:// addresses with commas in between',
  );
/** How long a callback secret goes on signing after a rotation; the same value in the API and the operators' commands. */
const secretOverlap = z.coerce.number().int().min(0).max(720).default(168);

const urls = { PUBLIC_URL: httpUrl.default('http://localhost:3000') };

const sections = {
  api: {
    ...listening,
    ...logging,
    ...database,
    ...temporal,
    ...vault,
    ...isps,
    ...urls,
    API_PORT: port(3000),
    ADMIN_PORT: port(3001),
    /** What operators show on the admin port. */
    ADMIN_API_KEY: z.string().min(32, 'must have at least 32 characters'),
    /** Where operators' browsers reach the admin port. */
    ADMIN_URL: httpUrl.default('http://localhost:3001'),
    /** The pages of Temporal, for links. */
    TEMPORAL_UI_URL: httpUrl.default('http://localhost:8233'),
    /** Workers whose metrics tell how they see the ISPs. */
    WORKER_METRICS_URLS: httpUrls.prefault('http://127.0.0.1:3002'),
    CALLBACK_SECRET_OVERLAP_HOURS: secretOverlap,
    /** Requests a second for one API key, sustained; a burst of twice as many is let through. */
    RATE_LIMIT_PER_SECOND: z.coerce.number().int().min(1).default(200),
    /** Proxies of ours before the API: so many of the last addresses in X-Forwarded-For are believed. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Wrong codes that one key may try on one document within a minute. */
    CODE_GUESSES_PER_MINUTE: z.coerce.number().int().min(1).default(30),
    RENEWAL_JITTER_SECONDS: jitter,
    DUNNING_DAYS: dunningDays,
    CALLBACK_ALLOW_PRIVATE: callbackAllowPrivate,
    ...payouts,
  },
  worker: {
    ...listening,
    ...logging,
    ...database,
    ...temporal,
    ...vault,
    ...isps,
    ...urls,
    SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must be an smtp:// URL'),
    MAIL_FROM: z.string().default('Internet+ <no-reply@internetplus.localhost>'),
    CALLBACK_ALLOW_PRIVATE: callbackAllowPrivate,
    /** An endpoint that has only failed for so long, and so many times, is disabled. */
    CALLBACK_DISABLE_AFTER_HOURS: z.coerce.number().int().min(1).max(2_400).default(72),
    CALLBACK_DISABLE_AFTER_ATTEMPTS: z.coerce.number().int().min(1).max(10_000).default(10),
    RENEWAL_JITTER_SECONDS: jitter,
    DUNNING_DAYS: dunningDays,
    ...payouts,
    WORKER_METRICS_PORT: port(3002),
  },
  migrate: { ...logging, ...database },
  admin: { ...database, ...temporal, ...vault, ...payouts, CALLBACK_SECRET_OVERLAP_HOURS: secretOverlap },
  simulator: {
    ...listening,
    ...logging,
    SIMULATOR_PORT: port(4000),
    SIMULATOR_DATA_DIR: z.string().default('.local/isps'),
    SIMULATOR_PUBLIC_URL: httpUrl.default('http://localhost:4000'),
    ISP_CLIENT_SECRET: z.string().min(16),
    /** The hosted page sends the buyer back only to addresses that begin with this. */
    SIMULATOR_REDIRECT_PREFIX: httpUrl.default('http://localhost:3000'),
  },
  inbox: {
    ...listening,
    ...logging,
    INBOX_SMTP_PORT: port(1025),
    INBOX_HTTP_PORT: port(8025),
    INBOX_DATA_DIR: z.string().default('.local/inbox'),
  },
  shop: {
    ...listening,
    ...logging,
    SHOP_PORT: port(5000),
    SHOP_DATA_DIR: z.string().default('.local/shop'),
    SHOP_PUBLIC_URL: httpUrl.default('http://localhost:5000'),
    SHOP_API_URL: httpUrl.default('http://localhost:3000'),
    SHOP_API_KEY: z.string().min(1),
    SHOP_CALLBACK_SECRET: z.string().startsWith('whsec_'),
    SHOP_DOCUMENT_ONE_SHOT: z.string().startsWith('doc_'),
    SHOP_DOCUMENT_REBILLING: z.string().startsWith('doc_'),
  },
  local: {
    API_PORT: port(3000),
    ADMIN_PORT: port(3001),
    WORKER_METRICS_PORT: port(3002),
    SIMULATOR_PORT: port(4000),
    INBOX_SMTP_PORT: port(1025),
    INBOX_HTTP_PORT: port(8025),
    SHOP_PORT: port(5000),
    POSTGRES_PORT: port(5433),
    TEMPORAL_PORT: port(7233),
    TEMPORAL_UI_PORT: port(8233),
    /** Where everything of the local stack lives; relative to the checkout. */
    LOCAL_DIR: z.string().default('.local'),
    /** A running Temporal service to use instead of starting one. */
    TEMPORAL_ADDRESS: z.string().optional(),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    RENEWAL_JITTER_SECONDS: jitter,
    XDG_CACHE_HOME: z.string().optional(),
    PATH: z.string().default(''),
    HOME: z.string().default(''),
    LOG_LEVEL: logging.LOG_LEVEL.default('warn'),
  },
} as const;

export type Section = keyof typeof sections;
export type Config<S extends Section> = z.infer<z.ZodObject<(typeof sections)[S]>>;

export class ConfigurationError extends Error {}

/** The settings of one process. Throws ConfigurationError naming every wrong setting, never its value. */
export function readConfig<S extends Section>(section: S, environment: NodeJS.ProcessEnv = process.env): Config<S> {
  const parsed = z.object(sections[section]).safeParse(environment);
  if (parsed.success) return parsed.data as unknown as Config<S>;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigurationError(`The configuration of "${section}" is not usable:\n${problems.join('\n')}`);
}
