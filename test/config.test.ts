import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../config.ts';

const SECRETS = {
  DATABASE_URL: 'postgres://localhost/billing',
  MASTER_KEY: 'ab'.repeat(32),
  LOOKUP_KEY: 'cd'.repeat(32),
  ISP_CLIENT_SECRET: 'client-secret-of-tests',
  ISP_NOTIFICATION_SECRET: 'notification-secret-of-tests',
  SMTP_URL: 'smtp://localhost:1025',
  ADMIN_API_KEY: 'admin-key-of-tests-admin-key-of-tests',
};

const daysOf = (section: 'api' | 'worker', DUNNING_DAYS?: string) =>
  readConfig(section, { ...SECRETS, ...(DUNNING_DAYS === undefined ? {} : { DUNNING_DAYS }) }).DUNNING_DAYS;

describe.each(['api', 'worker'] as const)('DUNNING_DAYS of the %s', (section) => {
  test.each([
    [undefined, [1, 3, 7]],
    ['5', [5]],
    [' 2, 4 ,60', [2, 4, 60]],
    ['1,2,3,4,5,6,7,8,9,10', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ])('%p is %p', (text, days) => {
    expect(daysOf(section, text)).toEqual(days);
  });

  test.each([
    ['', 'days from 1 to 60'],
    ['0,1', 'days from 1 to 60'],
    ['-1,3', 'days from 1 to 60'],
    ['1.5', 'days from 1 to 60'],
    ['1,,3', 'days from 1 to 60'],
    ['one', 'days from 1 to 60'],
    ['1e1', 'days from 1 to 60'],
    ['1,61', 'days from 1 to 60'],
    ['3,1', 'strictly increasing'],
    ['1,1', 'strictly increasing'],
    ['1,2,3,4,5,6,7,8,9,10,11', 'at most 10'],
  ])('%p is refused: %s', (text, reason) => {
    expect(() => daysOf(section, text)).toThrow(new RegExp(`DUNNING_DAYS: .*${reason}`));
  });
});

describe.each(['api', 'worker', 'admin'] as const)('SETTLEMENT_DAYS of the %s', (section) => {
  const daysOf = (SETTLEMENT_DAYS?: string) =>
    readConfig(section, { ...SECRETS, ...(SETTLEMENT_DAYS === undefined ? {} : { SETTLEMENT_DAYS }) }).SETTLEMENT_DAYS;
  const all = (days: number) => ({ alice: days, free: days, orange: days, sfr: days });

  test.each([
    [undefined, all(45)],
    ['0', all(0)],
    ['30, free=60', { ...all(30), free: 60 }],
    ['sfr = 7,alice=366', { ...all(45), sfr: 7, alice: 366 }],
  ])('%p is %p', (text, days) => expect(daysOf(text)).toEqual(days));

  test.each([
    ['', 'must be days such as 45'],
    ['-1', 'must be days such as 45'],
    ['1.5', 'must be days such as 45'],
    ['30,', 'must be days such as 45'],
    ['free:30', 'must be days such as 45'],
    ['367', 'at most 366'],
    ['45,bouygues=30', 'no ISP but alice, free, orange, sfr'],
    ['45,30', 'once'],
    ['free=30,free=31', 'once'],
  ])('%p is refused: %s', (text, reason) => expect(() => daysOf(text)).toThrow(new RegExp(`SETTLEMENT_DAYS: .*${reason}`)));
});

describe('PAYOUT_MINIMUM_CENTS', () => {
  const centsOf = (PAYOUT_MINIMUM_CENTS?: string) =>
    readConfig('worker', { ...SECRETS, ...(PAYOUT_MINIMUM_CENTS === undefined ? {} : { PAYOUT_MINIMUM_CENTS }) }).PAYOUT_MINIMUM_CENTS;

  test('is whole cents, EUR 10.00 where it is not set', () =>
    expect([centsOf(), centsOf('0'), centsOf('250')]).toEqual([1_000n, 0n, 250n]));
  test.each(['', '-1', '10.00', '1e3', '99999999'])('%p is refused', (text) => expect(() => centsOf(text)).toThrow(/PAYOUT_MINIMUM_CENTS/));
});
