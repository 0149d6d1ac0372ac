import { html } from 'ghtml';

/** One bar: what is stacked in it, from the bottom up, and what a pointer that rests on it is told. */
export type Bar = { parts: readonly number[]; told: string };

/** `classes` name the colours of the parts; `label` says in one sentence what a person who can't see it must know. */
export type BarChart = { label: string; bars: readonly Bar[]; classes: readonly string[] };

const WIDTH = 620;
const HEIGHT = 150;
/** Of a bar's place, left empty between it and the next one. */
const GAP = 0.25;
const GRID_LINES = 4;

/**
 * Bars in their own coordinates, stretched to whatever room there is; words stand around them in HTML, where they keep their size on a phone.
 * Colours come from the style sheet, as styles of its own would be refused by our own policy.
 */
export function barChart({ label, bars, classes }: BarChart): string {
  const highest = Math.max(1, ...bars.map(({ parts }) => total(parts)));
  const step = WIDTH / Math.max(1, bars.length);
  const drawn = bars.map(({ parts, told }, index) => {
    let top = HEIGHT;
    const rects = parts.map((part, position) => {
      const height = (part / highest) * HEIGHT;
      top -= height;
      if (height === 0) return '';
      return html`<rect class="${classes[position] ?? ''}" x="${number(index * step + (step * GAP) / 2)}" y="${number(top)}" width="${number(step * (1 - GAP))}" height="${number(height)}"/>`;
    });
    return html`<g><title>${told}</title><rect class="c-hit" x="${number(index * step)}" y="0" width="${number(step)}" height="${String(HEIGHT)}"/>!${rects}</g>`;
  });
  return frame(label, drawn.join(''));
}

/** One line over the same places as bars would have, with the ground below it filled. */
export function lineChart({ label, values, told }: { label: string; values: readonly number[]; told: readonly string[] }): string {
  const highest = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  const points = values.map((value, index) => `${number((index + 0.5) * step)},${number(HEIGHT - (value / highest) * (HEIGHT - 4))}`);
  const [first, last] = [number(step / 2), number((values.length - 0.5) * step)];
  const hits = told.map(
    (words, index) =>
      html`<g><title>${words}</title><rect class="c-hit" x="${number(index * step)}" y="0" width="${number(step)}" height="${String(HEIGHT)}"/></g>`,
  );
  const area = html`<polygon class="c-area" points="${first},${String(HEIGHT)} ${points.join(' ')} ${last},${String(HEIGHT)}"/>`;
  return frame(label, html`!${area}<polyline class="c-stroke" points="${points.join(' ')}"/>!${hits}`);
}

function frame(label: string, content: string): string {
  const lines = Array.from({ length: GRID_LINES }, (_, index) => {
    const y = number((index * HEIGHT) / GRID_LINES + 0.5);
    return html`<line class="c-grid" x1="0" x2="${String(WIDTH)}" y1="${y}" y2="${y}"/>`;
  });
  return html`<svg class="c-chart" role="img" aria-label="${label}" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" preserveAspectRatio="none">!${lines}!${content}</svg>`;
}

function total(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0);
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
