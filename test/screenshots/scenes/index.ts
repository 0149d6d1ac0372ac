import type { Chapter } from '../scene.ts';
import { CHECKOUT } from './checkout.ts';
import { CONSOLE } from './console.ts';
import { LEAVING } from './leaving.ts';
import { OPS } from './ops.ts';
import { PAPERS } from './papers.ts';
import { PROVIDERS } from './providers.ts';
import { SHOP } from './shop.ts';

/** Every page of the project, in the order of docs/screenshots/README.md. */
export const CHAPTERS: readonly Chapter[] = [CHECKOUT, LEAVING, PROVIDERS, SHOP, CONSOLE, OPS, PAPERS];
