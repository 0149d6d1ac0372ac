import type { ConsoleAccess, ConsoleSearch } from '../../usecases/console/types.ts';
import type { MerchantUseCases } from '../../usecases/merchant-types.ts';
import type { UseCases } from '../../usecases/types.ts';
import type { IdPrefix } from '../../vault/ids.ts';

/** What the console asks of the house: what the API asks too, and the sign-in and the searches that only people need. */
export type ConsoleUseCases = ConsoleAccess &
  ConsoleSearch &
  Pick<
    UseCases,
    | 'getDailyReport'
    | 'getBalance'
    | 'listPayouts'
    | 'getPayout'
    | 'makeTestPayout'
    | 'createDocument'
    | 'changeDocument'
    | 'getDocument'
    | 'listDocuments'
    | 'archiveDocument'
    | 'unarchiveDocument'
    | 'listDocumentVersions'
    | 'getPurchase'
    | 'getSubscription'
    | 'getDossier'
    | 'cancelSubscription'
    | 'getCharge'
    | 'refundCharge'
    | 'getEvent'
    | 'listEvents'
    | 'redeliverEvent'
    | 'redeliverEvents'
    | 'pingDocument'
    | 'enableCallbacks'
    | 'createTestClock'
    | 'getTestClock'
    | 'listTestClocks'
    | 'advanceTestClock'
  > &
  Pick<
    MerchantUseCases,
    'createApiKey' | 'listApiKeys' | 'revokeApiKey' | 'rotateCallbackSecret' | 'listCallbackSecrets' | 'retireCallbackSecret'
  >;

/** Names what a form is about to make, so that the form sent twice makes it once. */
export type NewId = (prefix: IdPrefix) => string;
