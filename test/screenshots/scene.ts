import type { Page } from 'playwright-core';
import type { Size } from './camera.ts';
import type { ShownWorld } from './world.ts';

export type Around = {
  world: ShownWorld;
  size: Size;
  /** The picture is of this page, where another window opened. */
  look: (page: Page) => void;
};

/** One page as it is to be shown. A new page of the project is one more of these. */
export type Scene = {
  /** The beginning of its files' names. */
  file: string;
  title: string;
  /** Brings the page to where its picture is taken. */
  show: (page: Page, around: Around) => Promise<void>;
  /** What the window shows of it, not the whole page: where something lies over it. */
  is_window?: true;
  locale?: 'fr-FR' | 'en-GB';
  /** What a browser is right to complain about here, such as the status of an error's page. */
  complains?: RegExp;
};

export type Chapter = { title: string; scenes: readonly Scene[] };

/** The page at one address. */
export function at(address: (world: ShownWorld) => string): Scene['show'] {
  return async (page, { world }) => {
    await page.goto(address(world));
  };
}
