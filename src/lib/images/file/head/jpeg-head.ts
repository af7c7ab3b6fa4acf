import { latin1 } from '../../../http/bytes.ts';
import { viewOf } from '../clean/byte-scanner.ts';
import { EXIF_PREFIX, exifOrientation } from '../clean/exif-orientation.ts';
import { APP1, EOI, SOS, TEM } from '../clean/jpeg-markers.ts';
import type { HeadFacts } from './head-facts.ts';

/** Reads the segments before the first scan. EXIF can be any of them. */
export function readJpegHead(head: Uint8Array): HeadFacts {
  const facts = { isAnimated: false, hasAlpha: false };
  let orientation: number | undefined;
  const view = viewOf(head);
  let offset = 2;
  while (offset + 4 <= head.length) {
    const code = head[offset + 1] ?? 0;
    if (head[offset] !== 0xff || code === 0xff) {
      offset++;
    } else if (code === TEM) {
      offset += 2;
    } else if (code === SOS || code === EOI) {
      return { ...facts, orientation: orientation ?? 1, isComplete: true };
    } else {
      const end = offset + 2 + view.getUint16(offset + 2);
      const payload = head.subarray(offset + 4, end);
      const isExif = code === APP1 && latin1(payload.subarray(0, EXIF_PREFIX.length)) === EXIF_PREFIX;
      if (isExif) orientation ??= exifOrientation(payload);
      offset = end;
    }
  }
  return { ...facts, orientation: undefined, isComplete: false };
}
