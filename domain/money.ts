/** Money is euro cents in a bigint; the wire carries the same cents as an integer (product.md, "Rules of money"). */
export type Cents = bigint;

export const CURRENCY = 'EUR';

/** The wire form of an amount. Throws where the amount could not be told exactly, which no price of ours comes near. */
export function wireCents(amount_cents: Cents): number {
  const wire = Number(amount_cents);
  if (!Number.isSafeInteger(wire)) throw new RangeError(`${amount_cents} cents do not fit the wire`);
  return wire;
}

/** Decimal text of an amount, `"5.00"`: for people and for interfaces that count in euros. */
export function decimalText(amount_cents: Cents): string {
  const sign = amount_cents < 0n ? '-' : '';
  const absolute = amount_cents < 0n ? -amount_cents : amount_cents;
  return `${sign}${absolute / 100n}.${String(absolute % 100n).padStart(2, '0')}`;
}

/** How a person reads an amount: `5,00 €` in French, `€5.00` in English. */
export function priceText(amount_cents: Cents, locale: 'fr' | 'en'): string {
  const decimal = decimalText(amount_cents);
  return locale === 'fr' ? `${decimal.replace('.', ',')}\u00a0€` : `€${decimal}`;
}
