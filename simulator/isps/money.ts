/** Money is cents in bigint; CAMARA writes euros as a JSON number. Both ways go through the decimal text, so no arithmetic on floats. */

/** Cents of an amount in euros such as 3 or 12.5; undefined when it is not a whole, positive number of cents. */
export function centsOfEuros(euros: number): bigint | undefined {
  const parts = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(String(euros));
  if (!parts) return undefined;
  const cents = BigInt(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`);
  return cents > 0n ? cents : undefined;
}

const decimal = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

/** The JSON number of euros for an amount of cents, which is never negative. */
export const eurosOfCents = (cents: bigint): number => Number(decimal(cents));

/** An amount as a page shows it: "3,00 €" in French, "€3.00" in English. */
export function displayed(cents: bigint, locale: 'fr' | 'en'): string {
  return locale === 'fr' ? `${decimal(cents).replace('.', ',')} €` : `€${decimal(cents)}`;
}
