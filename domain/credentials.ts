/** How the secrets look that merchants are given, and what people may see of them again. */

/** Keys of one merchant and mode that may be live at once. */
export const LIVE_KEYS_MAX = 20;

/** Two secrets sign while a merchant rotates, never more. */
export const LIVE_SECRETS_MAX = 2;

/** The longest that a secret goes on signing after a rotation. */
export const OVERLAP_HOURS_MAX = 720;

/** A key's last use is written down at most this often, so that a request costs no write. */
export const KEY_USE_NOTED_EVERY_MS = 60_000;

/** `sk_test_…9f2c`: what it begins with and its last four characters. Too little to guess the rest from. */
export function hintOf(secret: string): string {
  const kind = /^(sk_test_|sk_live_|whsec_)/.exec(secret)?.[1] ?? '';
  return `${kind}…${secret.slice(-4)}`;
}

/** `current` signs until somebody rotates; `expiring` signs beside it until its time is over; `retired` signs nothing. */
export type SecretStatus = 'current' | 'expiring' | 'retired';

export function secretStatus(expires_at: Date | null, now: Date): SecretStatus {
  if (expires_at === null) return 'current';
  return expires_at.getTime() > now.getTime() ? 'expiring' : 'retired';
}
