const EUROS = /^(\d{1,6})(?:[.,](\d{1,2}))?$/;

/** Cents of what a person writes in euros, `2,50`, `2.5`, `2`; undefined where it is no amount. */
export function centsOfEuros(text: string): bigint | undefined {
  const [, euros, cents = ''] = EUROS.exec(text.replace(/[\s\u00a0\u202f€]/g, '')) ?? [];
  return euros === undefined ? undefined : BigInt(euros) * 100n + BigInt(cents.padEnd(2, '0'));
}
