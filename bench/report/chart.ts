/** One bar: what was measured, and between what its repeats lay. */
export type Bar = { label: string; value: number; min: number; max: number; is_ours?: boolean };

const WIDTH = 760;
const LABEL_WIDTH = 230;
const BAR_HEIGHT = 22;
const GAP = 12;
const TOP = 46;

/** A bar chart as SVG, with the spread of repeats as a whisker. Readable on light and on dark. */
export function barChart({ title, unit, bars }: { title: string; unit: string; bars: readonly Bar[] }): string {
  const longest = Math.max(...bars.map(({ max }) => max));
  const scale = (WIDTH - LABEL_WIDTH - 90) / longest;
  const rows = bars.map((bar, index) => barAt(bar, { y: TOP + index * (BAR_HEIGHT + GAP), scale }));
  const height = TOP + bars.length * (BAR_HEIGHT + GAP);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="13">
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="0" y="18" font-size="15" font-weight="600" fill="#1b1f24">${escaped(title)}</text>
<text x="0" y="35" font-size="12" fill="#57606a">${escaped(unit)}</text>
${rows.join('\n')}
</svg>
`;
}

function barAt({ label, value, min, max, is_ours }: Bar, { y, scale }: { y: number; scale: number }): string {
  const middle = y + BAR_HEIGHT / 2;
  const end = LABEL_WIDTH + value * scale;
  const whisker = `<path d="M${round(LABEL_WIDTH + min * scale)} ${middle}H${round(LABEL_WIDTH + max * scale)}" stroke="#1b1f24" stroke-width="2"/>`;
  return `<text x="0" y="${middle + 4}" fill="#1b1f24">${escaped(label)}</text>
<rect x="${LABEL_WIDTH}" y="${y}" width="${round(Math.max(1, value * scale))}" height="${BAR_HEIGHT}" fill="${is_ours ? '#0b6e4f' : '#8c959f'}"/>
${min === max ? '' : whisker}
<text x="${round(Math.max(end, LABEL_WIDTH + max * scale) + 8)}" y="${middle + 4}" fill="#1b1f24">${shown(value)}</text>`;
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
