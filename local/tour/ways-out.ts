import type { Subscription } from './answers.ts';
import { formsOf } from './html-forms.ts';
import { send } from './http.ts';
import type { Line } from './isp-side.ts';
import type { WayOut } from './plan.ts';
import type { Story } from './story.ts';
import { signalUnsubscribe } from './temporal-signal.ts';
import { TourProblem } from './tour-problem.ts';
import type { World } from './world.ts';

export interface Leaver {
  line: Line;
  email: string;
  subscription: Subscription;
}

/** What the subscription must say about its end. */
export interface EndTold {
  source: string;
  reason: string;
  /** What the ISP must say about the mandate. */
  mandate: 'cancelled' | 'revoked';
}

type Leave = (world: World, leaver: Leaver, story: Story) => Promise<void>;

export const WAYS_OUT: Record<WayOut, { leave: Leave; told: EndTold }> = {
  mail_link: { leave: byMailLink, told: { source: 'email_link', reason: 'unsubscribed', mandate: 'cancelled' } },
  one_click: { leave: byOneClick, told: { source: 'one_click', reason: 'unsubscribed', mandate: 'cancelled' } },
  isp_page: { leave: byIspPage, told: { source: 'isp', reason: 'mandate_revoked', mandate: 'revoked' } },
  merchant_api: { leave: byMerchantApi, told: { source: 'merchant', reason: 'unsubscribed', mandate: 'cancelled' } },
  temporal_cli: { leave: byTemporalCli, told: { source: 'ops', reason: 'unsubscribed', mandate: 'cancelled' } },
};

/** GET shows and must not act, for scanners follow links; POST acts. */
async function byMailLink({ inbox, api }: World, { email, subscription }: Leaver, story: Story): Promise<void> {
  const { text } = await inbox.newest(email, 'renewed');
  const link = /https?:\/\/\S+\/unsubscribe\/\S+/.exec(text)?.[0];
  if (link === undefined) throw new TourProblem(`The newest mail to ${email} has no link that ends the subscription.`);
  const page = await send(link);
  const { status } = await api.subscription(subscription.id);
  story.check('leaves by the link in the mail: opening it shows what will end, and ends nothing', status === 'active', status);
  const form = formsOf(page).find(({ method }) => method === 'post');
  if (!form) throw new TourProblem(`${link} shows no button that ends the subscription.`);
  await send(form.action, { method: 'POST', form: form.fields });
}

/** RFC 8058: what a mail program's own button sends. */
async function byOneClick({ inbox }: World, { email }: Leaver, story: Story): Promise<void> {
  const { headers } = await inbox.newest(email, 'renewed');
  const address = /<(https?:[^>]+)>/.exec(headers['list-unsubscribe'] ?? '')?.[1];
  const one_click = headers['list-unsubscribe-post'];
  if (address === undefined || one_click !== 'List-Unsubscribe=One-Click') {
    throw new TourProblem(`The newest mail to ${email} has no header for one click.`);
  }
  const answer = await send(address, { method: 'POST', form: { 'List-Unsubscribe': 'One-Click' } });
  const cookie = answer.headers.get('set-cookie');
  story.check("leaves by the mail program's one click: answered without a redirect or a cookie", cookie === null, cookie ?? '');
}

async function byIspPage({ isp_side }: World, { line }: Leaver, story: Story): Promise<void> {
  await isp_side.endOnAccountPage(line);
  story.note("leaves on the ISP's account page: user name, password, the button beside the subscription");
}

async function byMerchantApi({ api }: World, { subscription }: Leaver, story: Story): Promise<void> {
  const first = await api.cancel(subscription.id);
  const again = await api.cancel(subscription.id);
  const same = again.ended_at === first.ended_at && again.end_source === first.end_source;
  story.check("leaves through the merchant's API; asked again, nothing changes", same && first.status === 'ended', first.status);
}

async function byTemporalCli({ stack }: World, { subscription }: Leaver, story: Story): Promise<void> {
  const sent_by = await signalUnsubscribe(stack.temporal, subscription.id);
  story.note(`is ended by ops, with a signal sent by hand: ${sent_by}`);
}
