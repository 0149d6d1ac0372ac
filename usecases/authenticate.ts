import type { UseCaseContext } from './context.ts';
import type { UseCases } from './types.ts';

/** Keys are found by their keyed hash; one that was revoked is as unknown as one that never was. */
export function createAuthentication({ unitOfWork, vault }: UseCaseContext): Pick<UseCases, 'authenticate'> {
  return {
    async authenticate(api_key) {
      return await unitOfWork.read(async (stores) => {
        const key = await stores.merchants.findKey(vault.lookupHash('api_key', api_key));
        const merchant = key ? await stores.merchants.find(key.merchant_id) : null;
        if (!key || !merchant) return undefined;
        return { merchant_id: merchant.id, merchant_name: merchant.name, tier: merchant.tier, mode: key.mode, key_id: key.id };
      });
    },
  };
}
