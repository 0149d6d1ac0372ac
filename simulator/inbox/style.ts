import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const INBOX_STYLE = readFileSync(new URL('./inbox.css', import.meta.url), 'utf8');

/** Its address changes with its words, so that browsers may keep it. */
export const STYLE_URL = `/style.css?v=${createHash('sha256').update(INBOX_STYLE).digest('hex').slice(0, 12)}`;
