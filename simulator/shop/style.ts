import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const SHOP_STYLE = readFileSync(new URL('./shop.css', import.meta.url), 'utf8');

/** Its address changes with its words, so that browsers may keep it. */
export const STYLE_URL = `/style.css?v=${createHash('sha256').update(SHOP_STYLE).digest('hex').slice(0, 12)}`;
