import type { Mode } from '../../../domain/subscriptions.ts';
import type { DocumentView } from '../../../usecases/types.ts';

export type Snippets = Record<'curl' | 'link' | 'node' | 'php' | 'validate', string>;

/** Texts to copy, with this document's id and this house's address in them. The key is the merchant's to put in: nobody can show it again. */
export function snippetsFor(document: DocumentView, { public_url, mode }: { public_url: string; mode: Mode }): Snippets {
  const key = `sk_${mode}_…`;
  const offer = document.offers[0]?.period ?? 'month';
  const what = document.kind === 'one_shot' ? '"quantity": 1' : `"offer": "${offer}"`;
  const what_in_node = document.kind === 'one_shot' ? 'quantity: 1' : `offer: '${offer}'`;
  const back = new URL('/', document.site_url).href;
  return {
    curl: `curl ${public_url}/v1/checkouts \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -H 'Idempotency-Key: order-1042' \\
  -d '{"document": "${document.id}", ${what}, "client_reference": "order-1042", "return_url": "${back}"}'`,
    link: `<form method="post" action="/internetplus" data-internetplus>
  <button>${document.kind === 'one_shot' ? 'Payer avec Internet+' : 'Obtenir un ticket'}</button>
</form>
<script async src="${public_url}/v1/button.js"></script>`,
    node: `import { createClient, idempotencyKey, unwrap } from './client/index.ts';

const billing = createClient({ api_key: process.env.BILLING_KEY ?? '', base_url: '${public_url}' });
const checkout = await unwrap(
  billing.POST('/v1/checkouts', {
    body: { document: '${document.id}', ${what_in_node}, client_reference: 'order-1042', return_url: '${back}' },
    params: { header: idempotencyKey('order-1042') },
  }),
);
response.redirect(303, checkout.url);`,
    php: `<?php
// The secret that begins with whsec_, from the page "Keys and secrets".
$key = base64_decode(substr(getenv('CALLBACK_SECRET'), strlen('whsec_')));
$body = file_get_contents('php://input');
$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
$time = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
$expected = base64_encode(hash_hmac('sha256', "$id.$time.$body", $key, true));
$is_ours = false;
foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $signature) {
    [$version, $value] = explode(',', $signature, 2) + ['', ''];
    $is_ours = $is_ours || ($version === 'v1' && hash_equals($expected, $value));
}
if (!$is_ours || abs(time() - (int) $time) > 300) {
    http_response_code(401);
    exit;
}
// The same event may come more than once: keep the ids that you have handled.
$event = json_decode($body, true);
http_response_code(204);`,
    validate: `curl ${public_url}/v1/codes/validate \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"code": "K7QX-2M9T-WB4H-81RC", "document": "${document.id}"}'`,
  };
}
