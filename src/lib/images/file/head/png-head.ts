import { latin1 } from '../../../http/bytes.ts';
import { viewOf } from '../clean/byte-scanner.ts';
import { exifOrientation } from '../clean/exif-orientation.ts';
import type { HeadFacts } from './head-facts.ts';

/** Offset of the first chunk, and of the colour type in it (PNG, section 11.2.1: https://www.w3.org/TR/png-3/#11IHDR). */
const FIRST_CHUNK = 8;
const COLOUR_TYPE = 25;
/** The bit of the colour type that announces an alpha channel. */
const ALPHA = 4;
/** Length, type and CRC of a chunk. */
const CHUNK_BYTES = 12;
/** Text chunks, in which ImageMagick stores EXIF. */
const TEXT = new Set(['tEXt', 'zTXt', 'iTXt']);

/** Reads the chunks before the image data. */
export function readPngHead(head: Uint8Array): HeadFacts {
  const view = viewOf(head);
  const facts: HeadFacts = {
    orientation: 1,
    isAnimated: false,
    hasAlpha: ((head[COLOUR_TYPE] ?? 0) & ALPHA) !== 0,
    isComplete: true,
  };
  for (let offset = FIRST_CHUNK; offset + 8 <= head.length; ) {
    const length = view.getUint32(offset);
    const type = latin1(head.subarray(offset + 4, offset + 8));
    if (type === 'IDAT' || type === 'IEND') return facts;
    const end = offset + length + CHUNK_BYTES;
    if (end > head.length) break;
    if (type === 'acTL') facts.isAnimated = length >= 4 && view.getUint32(offset + 8) > 1;
    if (type === 'tRNS') facts.hasAlpha = true;
    if (type === 'eXIf') facts.orientation &&= exifOrientation(head.subarray(offset + 8, end - 4)) ?? 1;
    if (TEXT.has(type)) facts.orientation = undefined;
    offset = end;
  }
  return { ...facts, orientation: undefined, hasAlpha: true, isComplete: false };
}
