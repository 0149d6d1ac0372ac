import type { Message, MessageListing } from '../../../simulator/inbox/message-store.ts';
import { eventually } from '../world/eventually.ts';

/** The mails that have reached this address, the newest first. */
export async function mailsTo(inbox_url: string, address: string): Promise<Message[]> {
  const listing = await read<MessageListing>(`${inbox_url}/api/messages?to=${encodeURIComponent(address)}`);
  return await Promise.all(listing.data.map(({ id }) => read<Message>(`${inbox_url}/api/messages/${id}`)));
}

/** Waits for the only mail to this address. */
export async function mailTo(inbox_url: string, address: string): Promise<Message> {
  return await eventually(async () => {
    const [mail, ...more] = await mailsTo(inbox_url, address);
    if (mail === undefined || more.length > 0) throw new Error(`${address} has ${more.length + (mail ? 1 : 0)} mails, not one`);
    return mail;
  });
}

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
