import { convertIndexedToRgb, type DecodedPng } from 'fast-png';
import { toHex } from '../../http/digest.ts';

/** The most significant bits of each 8-bit channel, by which colours are grouped. */
const BITS = 3;
/** The least alpha of a pixel that counts, from 0 to 255. */
const MIN_ALPHA = 128;

/** The mean of the largest group of similar pixels as `#rrggbb`, or `null` when all pixels are transparent. */
export function dominantColour(png: DecodedPng): string | null {
  const groups = new Map<number, { count: number; sum: [number, number, number] }>();
  for (const [r, g, b] of opaquePixels(png)) {
    const shift = 8 - BITS;
    const key = ((r >> shift) << (2 * BITS)) | ((g >> shift) << BITS) | (b >> shift);
    const { count, sum } = groups.get(key) ?? { count: 0, sum: [0, 0, 0] };
    groups.set(key, { count: count + 1, sum: [sum[0] + r, sum[1] + g, sum[2] + b] });
  }
  const [largest] = [...groups.values()].sort((a, b) => b.count - a.count);
  if (largest === undefined) return null;
  return `#${toHex(largest.sum.map((total) => Math.round(total / largest.count)))}`;
}

function* opaquePixels(png: DecodedPng): Generator<[r: number, g: number, b: number]> {
  const isIndexed = png.palette !== undefined;
  const data = isIndexed ? convertIndexedToRgb(png) : png.data;
  const channels = isIndexed ? (png.palette?.[0]?.length ?? 3) : png.channels;
  const isGrey = channels < 3;
  const hasAlpha = channels % 2 === 0;
  // 65,535 / 255 = 257.
  const scale = png.depth === 16 ? 257 : 1;
  for (let i = 0; i < data.length; i += channels) {
    const channel = (offset: number) => Math.round((data[i + offset] ?? 0) / scale);
    if (hasAlpha && channel(channels - 1) < MIN_ALPHA) continue;
    yield isGrey ? [channel(0), channel(0), channel(0)] : [channel(0), channel(1), channel(2)];
  }
}
