import type { CallTree } from './call-tree.ts';

const WIDTH = 1_600;
const ROW = 16;

/** Narrower than this nobody sees it. */
const NARROWEST = 0.5;

/** Room for one letter. */
const LETTER = 6.5;

type Box = { x: number; depth: number; width: number; tree: CallTree };

/** A flame graph: width is time, callers stand under those they call. Hovering tells the whole name. */
export function flameGraph(tree: CallTree, title: string): string {
  const scale = WIDTH / Math.max(tree.inclusive_ms, 0.001);
  const boxes = boxesOf(tree, { x: 0, depth: 0, scale });
  const depth_max = boxes.reduce((deepest, { depth }) => Math.max(deepest, depth), 0);
  const height = (depth_max + 3) * ROW;
  const rows = boxes.map((box) => drawn(box, height - (box.depth + 1) * ROW));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, monospace" font-size="11">
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="4" y="13" font-size="13">${escaped(title)}</text>
${rows.join('\n')}
</svg>
`;
}

function boxesOf(tree: CallTree, { x, depth, scale }: { x: number; depth: number; scale: number }): Box[] {
  const width = tree.inclusive_ms * scale;
  if (width < NARROWEST) return [];
  const boxes: Box[] = [{ x, depth, width, tree }];
  let left = x;
  for (const child of tree.children) {
    boxes.push(...boxesOf(child, { x: left, depth: depth + 1, scale }));
    left += child.inclusive_ms * scale;
  }
  return boxes;
}

function drawn({ x, width, tree: { name, place, self_ms, inclusive_ms } }: Box, y: number): string {
  const text = escaped(name.slice(0, Math.floor(width / LETTER)));
  const told = escaped(`${name}, ${place}: ${inclusive_ms.toFixed(0)} ms, of its own ${self_ms.toFixed(0)} ms`);
  const label = text === '' ? '' : `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${text}</text>`;
  return `<g><title>${told}</title><rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${colour(place)}"/>${label}</g>`;
}

/** One colour for one package; ours are green. */
function colour(place: string): string {
  if (place.startsWith('ours')) return 'hsl(140 45% 70%)';
  const sum = [...place].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 70, 7);
  return `hsl(${sum} 75% 72%)`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
