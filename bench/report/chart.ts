/** A part of a bar, of one kind: kinds have the same colour in all bars of a chart. */
export type Part = { kind: string; value: number };

/** One bar: what was measured, in parts where it has some, and between what its repeats lay. */
export type Bar = { label: string; value: number; min: number; max: number; is_ours?: boolean; parts?: readonly Part[] };

export type Chart = { title: string; unit: string; bars: readonly Bar[] };

const WIDTH = 760;
const LABEL_WIDTH = 250;
const BAR_HEIGHT = 22;
const GAP = 10;
const TOP = 48;
const LEGEND_HEIGHT = 22;
const OURS = '#0b6e4f';
const OTHERS = '#8c959f';
/** Told apart by those who see few colours too: they differ in lightness. */
const KINDS = ['#1f4e79', '#5b9bd5', '#0b6e4f', '#7fc8a9', '#b45f06', '#f2c178', '#6a6a6a'];

/** A bar chart as SVG, with the spread of repeats as a whisker, on a ground of its own: readable on a light page and on a dark one. */
export function barChart({ title, unit, bars }: Chart): string {
  const kinds = [...new Set(bars.flatMap(({ parts = [] }) => parts.map(({ kind }) => kind)))];
  const top = TOP + (kinds.length > 0 ? LEGEND_HEIGHT : 0);
  const scale = (WIDTH - LABEL_WIDTH - 90) / Math.max(...bars.map(({ max }) => max), Number.EPSILON);
  const rows = bars.map((bar, index) => barAt(bar, { y: top + index * (BAR_HEIGHT + GAP), scale, kinds }));
  const height = top + bars.length * (BAR_HEIGHT + GAP);
  // What the picture shows, for those who have it read to them.
  const told = bars.map(({ label, value }) => `${label}: ${shown(value)}`).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title what" font-family="system-ui, sans-serif" font-size="13">
<title id="title">${escaped(title)}</title>
<desc id="what">${escaped(`${unit}. ${told}`)}</desc>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="0" y="18" font-size="15" font-weight="600" fill="#1b1f24">${escaped(title)}</text>
<text x="0" y="36" font-size="12" fill="#57606a">${escaped(unit)}</text>
${[...legend(kinds), ...rows].join('\n')}
</svg>
`;
}

type Place = { y: number; scale: number; kinds: readonly string[] };

function barAt({ label, value, min, max, is_ours, parts }: Bar, { y, scale, kinds }: Place): string {
  const middle = y + BAR_HEIGHT / 2;
  const end = LABEL_WIDTH + Math.max(value, max) * scale;
  const whisker = `<path d="M${round(LABEL_WIDTH + min * scale)} ${middle}H${round(LABEL_WIDTH + max * scale)}" stroke="#1b1f24" stroke-width="2"/>`;
  const whole = [{ x: LABEL_WIDTH, width: Math.max(1, value * scale), fill: is_ours ? OURS : OTHERS }];
  const rects = (parts === undefined ? whole : partsOf(parts, scale, kinds)).map(
    ({ x, width, fill }) => `<rect x="${round(x)}" y="${y}" width="${round(width)}" height="${BAR_HEIGHT}" fill="${fill}"/>`,
  );
  return `<text x="0" y="${middle + 4}" fill="#1b1f24"${is_ours ? ' font-weight="600"' : ''}>${escaped(label)}</text>
${rects.join('')}
${min === max ? '' : whisker}
<text x="${round(end + 8)}" y="${middle + 4}" fill="#1b1f24">${shown(value)}</text>`;
}

function partsOf(parts: readonly Part[], scale: number, kinds: readonly string[]) {
  let x = LABEL_WIDTH;
  return parts.map(({ kind, value }) => {
    const width = value * scale;
    x += width;
    return { x: x - width, width, fill: colourOf(kind, kinds) };
  });
}

/** About as wide as a letter of the legend is. */
const LETTER_WIDTH = 6.6;

function legend(kinds: readonly string[]): string[] {
  let x = 0;
  return kinds.map((kind) => {
    const at = round(x);
    x += 34 + kind.length * LETTER_WIDTH;
    return `<rect x="${at}" y="${TOP - 2}" width="12" height="12" fill="${colourOf(kind, kinds)}"/><text x="${at + 17}" y="${TOP + 9}" font-size="12" fill="#1b1f24">${escaped(kind)}</text>`;
  });
}

function colourOf(kind: string, kinds: readonly string[]): string {
  return KINDS[kinds.indexOf(kind) % KINDS.length] ?? OTHERS;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Three figures are as many as such a measurement has. */
export function shown(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 6 });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
