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
