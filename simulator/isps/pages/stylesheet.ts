import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PROFILES } from '../profiles.ts';

const accents = PROFILES.map(({ id, colour }) => `.${id} { --accent: ${colour}; }`).join('\n');

/** The one stylesheet of the ISPs' pages: what they share, then what makes each of them its own. */
export const stylesheet = `${accents}\n${readFileSync(new URL('./isps.css', import.meta.url), 'utf8')}`;

const version = createHash('sha256').update(stylesheet).digest('hex').slice(0, 12);

/** Its address changes with its words, so that browsers may keep it. */
export const STYLESHEET_URL = `/stylesheet.css?v=${version}`;
