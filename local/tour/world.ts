import type { Stack } from './answers.ts';
import { type Inbox, inbox } from './inbox.ts';
import { type IspSide, ispSide } from './isp-side.ts';
import { type MerchantApi, merchantApi } from './merchant-api.ts';
import { type Operator, operatorOf } from './operator.ts';
import type { ChosenStack } from './own-stack.ts';
import { type Shop, shop } from './shop.ts';

/** Everybody whom the story meets on one running stack. */
export interface World {
  stack: Stack;
  /** Makes lines and addresses of this tour its own, so that any number of tours may be made on one stack. */
  run: string;
  api: MerchantApi;
  isp_side: IspSide;
  inbox: Inbox;
  shop: Shop;
  operator: Operator;
}

export function meetWorld({ stack, local_dir }: Pick<ChosenStack, 'stack' | 'local_dir'>, run: string): World {
  const operator = operatorOf(local_dir);
  return { operator, stack, run, api: merchantApi(stack), isp_side: ispSide(stack), inbox: inbox(stack), shop: shop(stack) };
}
