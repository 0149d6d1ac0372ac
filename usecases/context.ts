import type { Settlements } from '../db/settlements.ts';
import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { CallbackFormat } from '../domain/callbacks.ts';
import type { PingBody } from '../domain/events.ts';
import type { PayoutTerms } from '../domain/payouts.ts';
import type { CallbackAnswer, UrlRefusal } from '../gateways/callbacks/sender.ts';
import type { IspGateways } from '../gateways/isp/port.ts';
import type { Engine } from '../gateways/temporal/engine.ts';
import type { Vault } from '../vault/vault.ts';

/** Merchants' endpoints, as far as use cases touch them: callbacks themselves are the outbox's. */
export type EndpointChecks = {
  /** Why a URL can't be taken at all. */
  refusalOf(url: string): Promise<UrlRefusal | undefined>;
  /** One signed ping; answers within a few seconds whatever happens. */
  ping(
    message: { id: string; at: Date; body: PingBody },
    target: { url: string; format: CallbackFormat; secrets: string[] },
  ): Promise<CallbackAnswer>;
};

/** What use cases work with; server.ts composes it. */
export type UseCaseContext = {
  unitOfWork: UnitOfWork;
  settlements: Settlements;
  engine: Engine;
  isps: IspGateways;
  vault: Vault;
  callbacks: EndpointChecks;
  now: () => Date;
  public_url: string;
  /** How long a caller waits for the ISP before it gets `processing` (contract.md). */
  wait_ms: number;
  /** The window over which renewals are spread. */
  jitter_seconds: number;
  /** Days after the due instant on which a refused renewal is tried again. */
  dunning_days: readonly number[];
  payout_terms: PayoutTerms;
};
