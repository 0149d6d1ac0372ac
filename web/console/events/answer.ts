import type { DeliveryView } from '../../../usecases/types.ts';
import { badge } from '../kit/blocks.ts';

/** What a merchant's server answered to one attempt, as its status; `no_answer` where it gave none. */
export function answerBadge({ response_status }: Pick<DeliveryView, 'response_status'>, no_answer: string): string {
  if (response_status === null) return badge('bad', no_answer);
  return badge(response_status >= 200 && response_status < 300 ? 'good' : 'bad', String(response_status));
}
