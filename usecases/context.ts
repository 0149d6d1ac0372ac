import type { UnitOfWork } from '../db/unit-of-work.ts';
import type { PayoutTerms } from '../domain/payouts.ts';
import type { IspGateways } from '../gateways/isp/port.ts';
import type { Engine } from '../gateways/temporal/engine.ts';
import type { Vault } from '../vault/vault.ts';

/** What use cases work with; server.ts composes it. */
export type UseCaseContext = {
  unitOfWork: UnitOfWork;
  engine: Engine;
  isps: IspGateways;
  vault: Vault;
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
