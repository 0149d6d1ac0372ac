import { expect, test } from '@jest/globals';
import { canonicalEmail, maskEmail } from '../../domain/emails.ts';

test.each([
  // address                  looked up by           masked
  ['anna@example.org', 'anna@example.org', 'a•••@example.org'],
  ['  Anna@Example.ORG ', 'anna@example.org', ' •••@Example.ORG '],
  ['a@example.org', 'a@example.org', 'a•••@example.org'],
  ['"a@b"@example.org', '"a@b"@example.org', '"•••@example.org'],
  ['e\u0301lise@example.org', '\u00e9lise@example.org', 'e•••@example.org'],
  ['not an address', 'not an address', '•••'],
  ['@example.org', '@example.org', '•••'],
])('%j is looked up by %j and shown as %j', (address, canonical, masked) => {
  expect(canonicalEmail(address)).toBe(canonical);
  expect(maskEmail(address)).toBe(masked);
});
