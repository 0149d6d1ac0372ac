import { fileName, SIZES } from './camera.ts';
import type { Chapter } from './scene.ts';

/** The page that shows all pictures: one row a scene, phone and desktop. */
export function galleryOf(chapters: readonly Chapter[]): string {
  const contents = chapters.map(({ title }) => `- [${title}](#${anchorOf(title)})`);
  const sections = chapters.map(({ title, scenes }) => {
    const rows = scenes.map((scene) => {
      const [phone, desktop] = SIZES.map((size) => fileName({ scene, size }));
      return `| ${scene.title} | <img src="${phone}" width="180" alt="${scene.title}, on a phone"> | <img src="${desktop}" width="420" alt="${scene.title}, on a desktop"> |`;
    });
    return [`## ${title}`, '', '| | 390 px | 1280 px |', '|---|---|---|', ...rows].join('\n');
  });
  const head = [
    '# Every page',
    '',
    'Made by `npm run screenshots` on a stack of its own, with weeks of sales in it. The buyers, merchants and amounts are invented; the providers are the simulated ones.',
  ];
  return `${[head.join('\n'), contents.join('\n'), ...sections].join('\n\n')}\n`;
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
