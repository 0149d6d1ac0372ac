import type { Chapter, Scene } from '../scene.ts';
import type { ShownWorld } from '../world.ts';

/** A page of the console behind the operators' key. */
function behindKey(path: (world: ShownWorld) => string): Scene['show'] {
  return async (page, { world }) => {
    const { admin, admin_api_key } = world.stack;
    await page.goto(`${admin}/ops`);
    await page.locator('[name=key]').fill(admin_api_key);
    await page.locator('form[action="/ops/sign-in"] button').click();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await page.goto(`${admin}${path(world)}`);
  };
}

export const OPS: Chapter = {
  title: 'The ops console',
  scenes: [
    {
      file: 'ops-sign-in',
      title: 'Signing in',
      complains: /status of 401/,
      show: async (page, { world }) => void (await page.goto(`${world.stack.admin}/ops`)),
    },
    { file: 'ops-overview', title: 'What needs a person now', complains: /status of 401/, show: behindKey(() => '/ops') },
    { file: 'ops-doubts', title: 'Doubts by age', complains: /status of 401/, show: behindKey(() => '/ops/doubts') },
    { file: 'ops-discrepancies', title: 'Discrepancies', complains: /status of 401/, show: behindKey(() => '/ops/discrepancies') },
    {
      file: 'ops-discrepancy',
      title: 'One discrepancy: what it means, what to do',
      complains: /status of 401/,
      show: behindKey(({ history }) => `/ops/discrepancies/${history.discrepancy}`),
    },
    { file: 'ops-isps', title: 'How the providers do', complains: /status of 401/, show: behindKey(() => '/ops/isps') },
    { file: 'ops-deliveries', title: 'What did not arrive', complains: /status of 401/, show: behindKey(() => '/ops/deliveries') },
    {
      file: 'ops-found',
      title: 'A subscription, looked up',
      complains: /status of 401/,
      show: behindKey(({ history }) => `/ops/find?name=${history.past_due}`),
    },
  ],
};
