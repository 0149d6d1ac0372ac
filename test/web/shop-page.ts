import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ShopPage = {
  origin: string;
  /** The forms that were sent to the shop. */
  sent: string[];
  close(): Promise<void>;
};

/**
 * A merchant's page at an origin of its own, with a strict policy: what it shows is the `body`. A form of it, sent to `/acheter`, leads to the
 * checkout as the shop's server would.
 */
export async function openShopPage(
  body: (origin: string) => string,
  { pay, checkout }: { pay: string; checkout: string },
): Promise<ShopPage> {
  const sent: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      request.setEncoding('utf8');
      request.on('data', (text: string) => sent.push(text));
      request.on('end', () => response.writeHead(303, { location: checkout }).end());
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src ${pay}; connect-src ${pay}; frame-src *; form-action 'self' ${pay}`,
    });
    response.end(`<!doctype html><html lang="fr"><head><meta name="viewport" content="width=device-width, initial-scale=1"><title>Le Journal</title><link rel="icon" href="data:,"></head>
<body><main><h1>Le Journal</h1>${body(origin())}</main></body></html>`);
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: origin(), sent, close };
}
