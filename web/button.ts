import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { assetBytes } from './assets.ts';

/** Merchants' pages name this address for years; it is not versioned by its content, so it is kept for an hour only. */
export const BUTTON_PATH = '/v1/button.js';

const MAX_AGE_SECONDS = 3_600;

/** Without indents and the lines that are comments. Nothing else is touched: what runs is what stands in `assets/button.js`. */
function squeeze(source: string): string {
  const lines = source.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^(\/\/|\/\*\*.*\*\/$)/.test(line)).join('\n');
}

/** The button for merchants' pages (docs/reference/button.md): unlike our own assets, any site may load it. */
export function createButton(): RequestHandler {
  const script = `// Internet+ button, Apache-2.0\n${squeeze(assetBytes('button.js').toString('utf8'))}\n`;
  const tag = `"${createHash('sha256').update(script).digest('base64url').slice(0, 20)}"`;
  return (_request, response) => {
    response
      .set({
        'Cache-Control': `public, max-age=${MAX_AGE_SECONDS}`,
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Access-Control-Allow-Origin': '*',
        'Content-Type': 'text/javascript; charset=utf-8',
        ETag: tag,
        'X-Content-Type-Options': 'nosniff',
      })
      .send(script);
  };
}
