import { describe, expect, test } from '@jest/globals';
import { isServing, registerSearchAttributes } from '../../local/temporal/service.ts';
import { devServer, timeSkippingEnvironment } from '../support/temporal.ts';

describe('the Temporal servers of the tests', () => {
  test('the development server has our search attributes, and registering them again is harmless', async () => {
    const environment = await devServer();
    await registerSearchAttributes(environment.connection, 'default');
    expect(await isServing(environment.address, 'default')).toBe(true);
    expect(await isServing(environment.address, 'no-such-namespace')).toBe(false);
    await environment.teardown();
  });

  test('the time-skipping server takes workflows with our search attributes', async () => {
    const environment = await timeSkippingEnvironment();
    const handle = await environment.client.workflow.start('any', {
      taskQueue: 'nobody',
      workflowId: 'with-attributes',
      searchAttributes: { Isp: ['free'], Merchant: ['mer_1'], BillingStatus: ['active'] },
    });
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await environment.teardown();
  });
});
