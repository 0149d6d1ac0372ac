import type { Cents } from '../../domain/money.ts';
import { ONE_SHOT_CEILING_CENTS } from '../../domain/offers.ts';
import type { DocumentView, OfferView } from '../../usecases/types.ts';

/** What the form can offer: so many codes of one price, or one of some rhythms. */
export type Sale = { kind: 'one_shot'; price_cents: Cents; quantities: number[] } | { kind: 'rebilling'; offers: OfferView[] };

export function saleOf(document: DocumentView): Sale {
  if (document.kind === 'rebilling') return { kind: 'rebilling', offers: document.offers };
  const { price_cents, max_codes } = document;
  if (price_cents === null || max_codes === null) throw new Error(`one-shot document ${document.id} has no price or no maximum`);
  return { kind: 'one_shot', price_cents, quantities: quantitiesOf(price_cents, max_codes) };
}

/** From 1 to the document's maximum, as far as the total stays within the ceiling of one purchase (product.md, "Rules of money"). */
function quantitiesOf(price_cents: Cents, max_codes: number): number[] {
  const all = Array.from({ length: max_codes }, (_, index) => index + 1);
  return all.filter((quantity) => price_cents * BigInt(quantity) <= ONE_SHOT_CEILING_CENTS);
}
