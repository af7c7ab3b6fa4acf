import { convertIndexedToRgb, type DecodedPng } from 'fast-png';
import { toHex } from '../../http/digest.ts';

/** How many of a channel's eight bits tell one colour from another. */
const BITS = 3;
const OPAQUE = 128;

/** The mean of the largest group of similar pixels as `#rrggbb`, or `null` when all are transparent. */
export function dominantColour(picture: DecodedPng): string | null {
  const groups = new Map<number, { count: number; sum: [number, number, number] }>();
  for (const [r, g, b] of opaquePixels(picture)) {
    const shift = 8 - BITS;
    const key = ((r >> shift) << (2 * BITS)) | ((g >> shift) << BITS) | (b >> shift);
    const { count, sum } = groups.get(key) ?? { count: 0, sum: [0, 0, 0] };
    groups.set(key, { count: count + 1, sum: [sum[0] + r, sum[1] + g, sum[2] + b] });
  }
  const [largest] = [...groups.values()].sort((a, b) => b.count - a.count);
  if (largest === undefined) return null;
  const channels = largest.sum.map((total) => Math.round(total / largest.count));
  return `#${toHex(channels)}`;
}

function* opaquePixels(picture: DecodedPng): Generator<[r: number, g: number, b: number]> {
  const isIndexed = picture.palette !== undefined;
  const data = isIndexed ? convertIndexedToRgb(picture) : picture.data;
  const channels = isIndexed ? (picture.palette?.[0]?.length ?? 3) : picture.channels;
  const isGrey = channels < 3;
  const hasAlpha = channels % 2 === 0;
  const scale = picture.depth === 16 ? 257 : 1;
  for (let i = 0; i < data.length; i += channels) {
    const channel = (offset: number) => Math.round((data[i + offset] ?? 0) / scale);
    if (hasAlpha && channel(channels - 1) < OPAQUE) continue;
    yield isGrey ? [channel(0), channel(0), channel(0)] : [channel(0), channel(1), channel(2)];
  }
}
