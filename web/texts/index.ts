import type { Locale } from '../../domain/subscriptions.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { BUYER_REFUSALS, type BuyerRefusal, type Texts } from './texts.ts';

export const TEXTS: Record<Locale, Texts> = { fr, en };

function isBuyerRefusal(failure: string): failure is BuyerRefusal {
  return (BUYER_REFUSALS as readonly string[]).includes(failure);
}

/** The sentence for why a try ended without a sale: a decline reason, `refused` or a refusal's code; any other has a sentence too. */
export function failureSentence(texts: Texts, failure: string): string {
  if (isBuyerRefusal(failure)) return texts.refusals[failure];
  const known = Object.entries(texts.failures).find(([reason]) => reason === failure);
  return known?.[1] ?? texts.failures.other;
}
