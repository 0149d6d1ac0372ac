/**
 * An address in the form that it is looked up by: mail providers tell neither case nor stray spaces apart, and a person who looks for their
 * subscription does not remember how they wrote it.
 */
export function canonicalEmail(address: string): string {
  return address.trim().normalize('NFC').toLowerCase();
}

/** An address as it may stand on a screen: enough to know one's own, not enough for who looks over the shoulder: `a•••@example.org`. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = address;
  return at < 1 ? '•••' : `${first}•••${address.slice(at)}`;
}
