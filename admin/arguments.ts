import { InvalidArgumentError } from 'commander';

/** What operators type, checked before anything is opened. */

/** An id such as `mer_01k…`. */
export function idOf(prefix: 'mer' | 'key' | 'sec'): (text: string) => string {
  return (text) => {
    if (new RegExp(`^${prefix}_\\w{1,36}$`).test(text)) return text;
    throw new InvalidArgumentError(`An id such as ${prefix}_01k… is expected.`);
  };
}

const NAME_MAX = 120;
const EMAIL_MAX = 254;
const CONTROL = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Cf}/u;

export function merchantName(text: string): string {
  const name = text.trim();
  if (name.length >= 1 && name.length <= NAME_MAX && !CONTROL.test(name)) return name;
  throw new InvalidArgumentError(`Between 1 and ${NAME_MAX} characters on one line are expected.`);
}

export function emailAddress(text: string): string {
  const address = text.trim();
  if (address.length <= EMAIL_MAX && /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(address)) return address;
  throw new InvalidArgumentError('An e-mail address such as claire@journal.example is expected.');
}

/** A person, by the address or by the id. */
export function userOf(text: string): { id: string } | { email: string } {
  return /^usr_\w{1,36}$/.test(text) ? { id: text } : { email: emailAddress(text) };
}
