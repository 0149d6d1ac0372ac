import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../config.ts';
import { addressesOf } from '../../local/addresses.ts';
import { ensureSecrets } from '../../local/secrets.ts';
import { parseSeedResult } from '../../local/seeding.ts';
import { writeStackFile } from '../../local/stack-file.ts';

const seed = { merchant_id: 'mer_1', documents: { one_shot: 'doc_1', rebilling: 'doc_2' } };

describe('the result of the seed', () => {
  test('is its last line', () => {
    expect(parseSeedResult(`made the merchant\n${JSON.stringify(seed)}\n`)).toEqual(seed);
  });

  test.each([[''], ['done'], ['{"merchant_id": "mer_1"}']])('is an error when the last line is %j', (stdout) => {
    expect(() => parseSeedResult(stdout)).toThrow(/did not print its result/);
  });
});

test('stack.json tells what the contract promises, to its owner only', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stack-'));
  const file = path.join(folder, 'stack.json');
  const secrets = await ensureSecrets(path.join(folder, 'secrets.json'));
  const addresses = addressesOf(readConfig('local', {}), 'postgres://127.0.0.1/billing');
  await writeStackFile(file, { addresses, namespace: 'default', secrets, seed, pids: { api: 7 }, started_at: '2026-01-31T10:00:00Z' });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    api: 'http://localhost:3000',
    admin: 'http://localhost:3001',
    admin_api_key: secrets.ADMIN_API_KEY,
    isps: { base: 'http://localhost:4000' },
    temporal: { address: '127.0.0.1:7233', namespace: 'default', ui: 'http://localhost:8233' },
    mail: 'http://localhost:8025',
    shop: 'http://localhost:5000',
    merchant: {
      id: 'mer_1',
      tier: 'premium',
      api_key: secrets.DEMO_API_KEY,
      callback_secret: secrets.DEMO_CALLBACK_SECRET,
      email: 'merchant@example.com',
    },
    documents: { one_shot: 'doc_1', rebilling: 'doc_2' },
    pids: { api: 7 },
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true, force: true });
});
