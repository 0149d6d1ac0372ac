import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { axeFindings } from '../support/e2e/axe.ts';
import { shrink } from './png.ts';
import type { Scene } from './scene.ts';
import type { ShownWorld } from './world.ts';

/** A phone and a desktop, and how much of a long page is shown. */
export const SIZES = [
  { width: 390, height: 844, shown_max: 1_700 },
  { width: 1280, height: 800, shown_max: 1_300 },
] as const;

export type Size = (typeof SIZES)[number];

const PATIENCE_MS = 20_000;

export type Shot = { scene: Scene; size: Size };

export function fileName({ scene, size }: Shot): string {
  return `${scene.file}-${size.width}.png`;
}

/** Takes one picture. Answers what was wrong with the page, if anything: what a browser complains about counts, and what axe-core finds. */
export async function take(shot: Shot, { browser, world, folder }: { browser: Browser; world: ShownWorld; folder: string }) {
  const { scene, size } = shot;
  const { width, height, shown_max } = size;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: scene.locale ?? 'fr-FR',
    timezoneId: 'Europe/Paris',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints = listen(context);
  try {
    let page = await context.newPage();
    const look = (other: Page) => {
      page = other;
    };
    await scene.show(page, { world, size, look });
    await settle(page);
    const [page_width, page_height] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.scrollHeight]',
    );
    const clip = { x: 0, y: 0, width, height: Math.max(height / 2, Math.min(page_height, shown_max)) };
    const framed = scene.is_window ? {} : { fullPage: true, clip };
    const png = await page.screenshot({ ...framed, animations: 'disabled', caret: 'hide' });
    await writeFile(path.join(folder, fileName(shot)), shrink(png));
    const wider = page_width > width ? [`is ${page_width} px wide, not ${width}`] : [];
    return [...wider, ...complaints.filter((text) => !scene.complains?.test(text)), ...(await axeFindings(page))];
  } finally {
    await context.close();
  }
}

function listen(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  return complaints;
}

/** A page that looks for news by itself never falls idle: its pictures and fonts are what is waited for. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}
