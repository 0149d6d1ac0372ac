import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { readConfig } from '../../config.ts';
import { openMessageStore } from '../../simulator/inbox/message-store.ts';
import { type Inbox, startInbox } from '../../simulator/inbox.ts';

type Summary = { id: string; from: string; to: string; subject: string; date: string | null; received_at: string };
type Listing = { data: Summary[]; has_more: boolean };
type Full = Summary & { text: string; html: string | null; headers: Record<string, string> };

let folder: string;
let inbox: Inbox;

const start = () =>
  startInbox({ ...readConfig('inbox', { INBOX_DATA_DIR: folder, LOG_LEVEL: 'silent' }), INBOX_SMTP_PORT: 0, INBOX_HTTP_PORT: 0 });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  inbox = await start();
});
afterEach(async () => {
  await inbox.close();
  rmSync(folder, { recursive: true });
});

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: inbox.smtp_port, secure: false });
  try {
    await transport.sendMail({ from: 'Internet+ <no-reply@internetplus.localhost>', subject: 'Vos codes', text: 'Bonjour', ...mail });
  } finally {
    transport.close();
  }
}

const get = (path: string) => fetch(`${inbox.http_url}${path}`);
const list = async (query = '') => (await (await get(`/api/messages${query}`)).json()) as Listing;
const read = async (id: string) => (await (await get(`/api/messages/${id}`)).json()) as Full;
async function onlyMessage(): Promise<Full> {
  const { data } = await list();
  expect(data).toHaveLength(1);
  return read(data[0]?.id ?? '');
}

describe('the JSON side', () => {
  test('gives text, HTML and headers of what came by SMTP', async () => {
    const link = `https://example.test/unsubscribe/${'t'.repeat(120)}`;
    await send({
      to: 'Zoé <Zoe@Example.test>',
      subject: 'Résiliation enregistrée',
      text: 'Été comme hiver',
      html: '<p>Été comme hiver</p>',
      headers: { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    });
    const message = await onlyMessage();
    expect(message).toMatchObject({ to: 'zoe@example.test', subject: 'Résiliation enregistrée', html: '<p>Été comme hiver</p>' });
    expect(message.from).toContain('no-reply@internetplus.localhost');
    expect(message.text.trim()).toBe('Été comme hiver');
    expect(message.headers).toMatchObject({
      'list-unsubscribe': `<${link}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      subject: 'Résiliation enregistrée',
    });
    expect(new Date(message.received_at).toISOString()).toBe(message.received_at);
    expect(message.date).not.toBeNull();
  });

  test('a message without HTML has null there', async () => {
    await send({ to: 'a@example.test' });
    expect(await onlyMessage()).toMatchObject({ html: null });
  });

  test('a recipient is the one of the envelope, so a blind copy is found', async () => {
    await send({ to: 'a@example.test', bcc: 'hidden@example.test' });
    expect((await list('?to=hidden@example.test')).data).toHaveLength(1);
  });

  test('a whole address matches that address only, whatever its case; a part matches parts', async () => {
    await send({ to: 'anna@example.test' });
    await send({ to: 'joanna@example.test' });
    expect((await list('?to=ANNA@example.test')).data.map((message) => message.to)).toEqual(['anna@example.test']);
    expect((await list('?to=anna')).data).toHaveLength(2);
    expect((await list('?to=%25')).data).toHaveLength(0);
  });

  test('lists newest first and goes on below `after`', async () => {
    for (const subject of ['one', 'two', 'three']) await send({ to: 'a@example.test', subject });
    const first = await list('?limit=2');
    expect(first).toMatchObject({ has_more: true, data: [{ subject: 'three' }, { subject: 'two' }] });
    expect(await list(`?limit=2&after=${first.data[1]?.id}`)).toMatchObject({ has_more: false, data: [{ subject: 'one' }] });
  });

  test.each([
    ['/api/messages?limit=0', 400],
    ['/api/messages?limit=101', 400],
    ['/api/messages?after=x', 400],
    ['/api/messages?to=a&to=b', 400],
    ['/api/messages/77', 404],
    ['/api/messages/x', 404],
    ['/api/nothing', 404],
  ])('%s answers %i with a problem', async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status });
  });

  test('DELETE empties the inbox and ids are not given again', async () => {
    await send({ to: 'a@example.test' });
    const before = (await onlyMessage()).id;
    expect((await fetch(`${inbox.http_url}/api/messages`, { method: 'DELETE' })).status).toBe(204);
    expect(await list()).toEqual({ data: [], has_more: false });
    await send({ to: 'a@example.test' });
    expect(Number((await onlyMessage()).id)).toBeGreaterThan(Number(before));
  });

  test('health is answered', async () => {
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('the pages', () => {
  test('list and message escape what the sender wrote', async () => {
    await send({ to: 'a@example.test', subject: '<script>alert(1)</script>', text: '<b>x</b> https://example.test/a?b=1&c=2' });
    const { id } = await onlyMessage();
    for (const path of ['/', `/messages/${id}`]) {
      const answer = await get(path);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      const body = await answer.text();
      expect(body).not.toContain('<script>');
      expect(body).toContain('alert(1)');
    }
    const body = await (await get(`/messages/${id}`)).text();
    expect(body).not.toContain('<b>x</b>');
    expect(body).not.toContain('<iframe');
    expect(body).toMatch(/<a href="https:\/\/example\.test\/a\?b(=|&#61;)1/);
  });

  test('the list is searched by recipient and links to older messages', async () => {
    await send({ to: 'anna@example.test', subject: 'for anna' });
    await send({ to: 'bob@example.test', subject: 'for bob' });
    const found = await (await get('/?to=anna@example.test')).text();
    expect(found).toContain('for anna');
    expect(found).not.toContain('for bob');
    expect(await (await get('/?limit=1')).text()).toContain('Older messages');
    expect(await (await get('/?to=')).text()).toContain('for bob');
    expect((await get('/?limit=1000')).status).toBe(400);
    expect((await get('/messages/999')).status).toBe(404);
  });

  test('the HTML of a mail is served under its own policy, in a frame that runs nothing', async () => {
    await send({ to: 'a@example.test', html: '<html><head><title>t</title></head><body><script>alert(1)</script>hello</body></html>' });
    const { id } = await onlyMessage();
    expect(await (await get(`/messages/${id}`)).text()).toMatch(/<iframe[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const answer = await get(`/messages/${id}/html`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-popups');
    expect(policy).not.toContain('allow-scripts');
    expect(await answer.text()).toContain('<head><base target="_blank">');
  });
});

test('messages are there after a restart', async () => {
  await send({ to: 'a@example.test', subject: 'kept' });
  await inbox.close();
  inbox = await start();
  expect(await onlyMessage()).toMatchObject({ subject: 'kept' });
});

test('a message too large is refused and nothing of it is kept', async () => {
  const attachments = [{ filename: 'large.bin', content: Buffer.alloc(11 * 1024 * 1024) }];
  await expect(send({ to: 'a@example.test', attachments })).rejects.toThrow(/552/);
  expect((await list()).data).toHaveLength(0);
});

test('only the newest messages are kept', () => {
  const store = openMessageStore(join(folder, 'bounded'), 3);
  try {
    for (let number = 1; number <= 5; number += 1) {
      const recipients = [`r${number}@example.test`];
      store.add({ from: 'f', recipients, subject: `${number}`, date: null, text: '', html: null, headers: {} }, new Date());
    }
    expect(store.list({ limit: 10 }).data.map((message) => message.subject)).toEqual(['5', '4', '3']);
    expect(store.list({ limit: 10, to: 'r1@example.test' }).data).toEqual([]);
  } finally {
    store.close();
  }
});
