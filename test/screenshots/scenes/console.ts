import { until } from '../../../local/tour/patience.ts';
import type { Chapter, Scene } from '../scene.ts';
import { linkIn, signInLink } from '../steps.ts';
import type { ShownWorld } from '../world.ts';

/** A page of the console, of the person who has signed in. */
function signedIn(path: (world: ShownWorld) => string): Scene['show'] {
  return async (page, { world }) => {
    await page.context().addCookies(world.console_cookies);
    await page.goto(`${world.stack.api}/console${path(world)}`);
  };
}

const scene = (file: string, title: string, path: (world: ShownWorld) => string): Scene => ({
  file: `console-${file}`,
  title,
  show: signedIn(path),
});

export const CONSOLE: Chapter = {
  title: 'The merchant console',
  scenes: [
    {
      file: 'console-sign-in',
      title: 'Signing in: a link is mailed',
      show: async (page, { world }) => void (await page.goto(`${world.stack.api}/console/sign-in`)),
    },
    {
      file: 'console-sign-in-sent',
      title: 'It was mailed',
      show: async (page, { world }) => {
        await page.goto(`${world.stack.api}/console/sign-in`);
        await page.locator('[name=email]').fill(world.stack.merchant.email);
        await page.locator('main form button').first().click();
        await page.locator('[name=email]').waitFor({ state: 'detached' });
      },
    },
    {
      file: 'console-sign-in-confirm',
      title: 'The page behind the link',
      show: async (page, { world: { stack } }) => {
        const link = await until(() => linkIn(stack.mail, stack.merchant.email, signInLink), { what: 'a link to sign in' });
        await page.goto(link);
      },
    },
    scene('home', 'Today at a glance', () => ''),
    scene('transactions', 'Transactions', () => '/transactions'),
    scene('transaction', 'One transaction', ({ history }) => `/transactions/${history.charge}`),
    scene('subscriptions', 'Subscriptions', () => '/subscriptions'),
    scene('subscription', 'The life of a subscription', ({ history }) => `/subscriptions/${history.past_due}`),
    scene('documents', 'Documents', () => '/documents'),
    scene('document', 'A document, with what a buyer sees', ({ stack }) => `/documents/${stack.documents.rebilling}`),
    scene('document-new', 'A new document', () => '/documents/new?kind=one_shot'),
    scene('events', 'Events', () => '/events'),
    scene('event', 'One event and its deliveries', ({ history }) => `/events/${history.event}`),
    scene('payouts', 'Payouts, and what is owed', () => '/payouts'),
    scene('payout', 'One payout', ({ history }) => `/payouts/${history.payout}`),
    scene('keys', 'Keys and secrets', () => '/keys'),
    scene('clocks', 'Test clocks', () => '/test-clocks'),
    scene('clock', 'One clock, to be advanced', ({ history }) => `/test-clocks/${history.clock}`),
    scene('integration', 'Integration', () => '/integration'),
  ],
};
