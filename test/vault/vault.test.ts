import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createVault, type HashPurpose } from '../../vault/vault.ts';

const KEYS = { master_key: '11'.repeat(32), lookup_key: '22'.repeat(32) };
const vault = createVault(KEYS);
const other_master = createVault({ ...KEYS, master_key: '33'.repeat(32) });
const other_lookup = createVault({ ...KEYS, lookup_key: '44'.repeat(32) });

const PURPOSES: HashPurpose[] = ['code', 'api_key', 'subscriber', 'subscriber_token', 'unsubscribe', 'checkout_state', 'request'];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const texts = fc.string({ unit: 'grapheme', maxLength: 200 });

describe('what is sealed', () => {
  const key = vault.newWrappedKey();

  test('opens as the text that it was', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(vault.open(key, vault.seal(key, text))).toBe(text);
        expect(vault.openForPlatform(vault.sealForPlatform(text))).toBe(text);
      }),
    );
  });

  test('shows nothing of its text, and never looks the same twice', () => {
    const sealed = vault.seal(key, 'buyer@example.org');
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('example');
    expect(hex(vault.seal(key, 'buyer@example.org'))).not.toBe(hex(sealed));
  });

  test('is refused where any one of its bits was changed', () => {
    const sealed = vault.seal(key, 'K7QX-2M9T-WB4H-81RC');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const tampered = Uint8Array.from(sealed);
      const byte = Math.floor(bit / 8);
      tampered[byte] = (tampered[byte] ?? 0) ^ (1 << (bit % 8));
      expect(() => vault.open(key, tampered)).toThrow();
    }
  });

  test('is refused where it was cut short', () => {
    // An empty text is nothing but its tag: a shortened tag of it must not do.
    for (const sealed of [vault.seal(key, 'text'), vault.seal(key, '')]) {
      for (let length = 0; length < sealed.length; length += 1) expect(() => vault.open(key, sealed.slice(0, length))).toThrow();
    }
  });

  test.each([
    ["another buyer's key", () => vault.open(vault.newWrappedKey(), vault.seal(key, 'text'))],
    ['a key that was tampered with', () => vault.open(Uint8Array.from(key).with(20, (key[20] ?? 0) ^ 1), vault.seal(key, 'text'))],
    ['another master key', () => other_master.open(key, vault.seal(key, 'text'))],
    ['the key of the platform', () => vault.openForPlatform(vault.seal(key, 'text'))],
    ["another platform's key", () => other_master.openForPlatform(vault.sealForPlatform('text'))],
    ['a key where a text was sealed', () => vault.open(vault.sealForPlatform('text'), vault.seal(key, 'text'))],
  ])('does not open with %s', (_with, open) => expect(open).toThrow());

  test('is under a key of its own for each buyer', () => {
    expect(new Set(Array.from({ length: 100 }, () => hex(vault.newWrappedKey()))).size).toBe(100);
  });
});

describe('lookup hashes', () => {
  test('are 32 bytes and the same whenever they are made', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const hash = vault.lookupHash('code', text);
        expect(hash).toHaveLength(32);
        expect(hex(createVault(KEYS).lookupHash('code', text))).toBe(hex(hash));
      }),
    );
  });

  test('of one text differ by purpose and by key', () => {
    const hashes = [...PURPOSES.map((purpose) => vault.lookupHash(purpose, 'text')), other_lookup.lookupHash('code', 'text')];
    expect(new Set(hashes.map(hex)).size).toBe(PURPOSES.length + 1);
  });

  test('do not depend on the master key, which may be rotated apart', () => {
    expect(hex(other_master.lookupHash('code', 'text'))).toBe(hex(vault.lookupHash('code', 'text')));
  });

  test('keep purpose and text apart', () => {
    expect(hex(vault.lookupHash('subscriber', '_token\0x'))).not.toBe(hex(vault.lookupHash('subscriber_token', 'x')));
  });
});

describe('the token of an unsubscribe link', () => {
  test('is the same in each mail, fits into a URL as it is, and differs by subscription and key', () => {
    const token = vault.unsubscribeToken('sub_1');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(createVault(KEYS).unsubscribeToken('sub_1')).toBe(token);
    expect(new Set([token, vault.unsubscribeToken('sub_2'), other_lookup.unsubscribeToken('sub_1')]).size).toBe(3);
  });
});
