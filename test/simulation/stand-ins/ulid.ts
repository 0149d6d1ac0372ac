import { currentWorld } from '../engine/current.ts';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID of virtual time and seeded randomness. */
export function ulid(): string {
  const { ids } = currentWorld().random;
  let time = Date.now();
  let text = '';
  for (let position = 0; position < 10; position += 1) {
    text = SYMBOLS.charAt(time % 32) + text;
    time = Math.floor(time / 32);
  }
  for (let position = 0; position < 16; position += 1) text += SYMBOLS.charAt(ids.below(32));
  return text;
}

/** Only lists ask for it, and none is read here. */
export function decodeTime(): never {
  throw new Error('a simulation reads no ids');
}
