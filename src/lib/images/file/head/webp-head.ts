import { latin1 } from '../../../http/bytes.ts';
import { viewOf } from '../clean/byte-scanner.ts';
import { exifOrientation } from '../clean/exif-orientation.ts';
import type { HeadFacts } from './head-facts.ts';

/** https://developers.google.com/speed/webp/docs/riff_container#extended_file_format */
const FIRST_CHUNK = 12;
const FLAGS = 20;
const ANIMATION = 0x02;
const EXIF = 0x08;
const ALPHA = 0x10;

/** The bit of the fifth byte that says that VP8L has alpha: https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification */
const LOSSLESS_ALPHA = 24;
const LOSSLESS_ALPHA_BIT = 0x10;

/** Reads the flags, and the chunks up to EXIF if the flags announce it. */
export function readWebpHead(head: Uint8Array): HeadFacts {
  const format = latin1(head.subarray(FIRST_CHUNK, FIRST_CHUNK + 4));
  if (format !== 'VP8X') {
    const hasAlpha = format === 'VP8L' && ((head[LOSSLESS_ALPHA] ?? 0) & LOSSLESS_ALPHA_BIT) !== 0;
    return { orientation: 1, isAnimated: false, hasAlpha, isComplete: true };
  }
  const flags = head[FLAGS] ?? 0;
  const facts = { isAnimated: (flags & ANIMATION) !== 0, hasAlpha: (flags & ALPHA) !== 0 };
  if ((flags & EXIF) === 0) return { ...facts, orientation: 1, isComplete: true };
  const exif = findChunk(head, 'EXIF');
  const orientation = exif && (exifOrientation(exif) ?? 1);
  return { ...facts, orientation, isComplete: exif !== undefined };
}

function findChunk(head: Uint8Array, wanted: string): Uint8Array | undefined {
  const view = viewOf(head);
  for (let offset = FIRST_CHUNK; offset + 8 <= head.length; ) {
    const length = view.getUint32(offset + 4, true);
    const payload = offset + 8;
    if (payload + length > head.length) return undefined;
    if (latin1(head.subarray(offset, offset + 4)) === wanted) return head.subarray(payload, payload + length);
    offset = payload + length + (length % 2);
  }
  return undefined;
}
