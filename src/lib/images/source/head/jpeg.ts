import { latin1 } from '../../../http/bytes.ts';
import { viewOf } from '../clean/byte-scanner.ts';
import { exifOrientation } from '../clean/exif-orientation.ts';
import type { HeadFacts } from './head-facts.ts';

/** Markers of ITU-T T.81, table B.1: https://www.w3.org/Graphics/JPEG/itu-t81.pdf */
const APP1 = 0xe1;
const TEM = 0x01;
const FIRST_FRAME = 0xc0;
const LAST_FRAME = 0xcf;
const NO_FRAMES = new Set([0xc4, 0xc8, 0xcc]);

/** Reads the segments before the frame header, which the head contains. */
export function readJpegHead(head: Uint8Array): HeadFacts {
  const facts: HeadFacts = { orientation: 1, isAnimated: false, hasAlpha: false, isComplete: true };
  const view = viewOf(head);
  let offset = 2;
  while (offset + 4 <= head.length) {
    const code = head[offset + 1] ?? 0;
    if (head[offset] !== 0xff || code === 0xff) {
      offset++;
    } else if (code === TEM) {
      offset += 2;
    } else if (code >= FIRST_FRAME && code <= LAST_FRAME && !NO_FRAMES.has(code)) {
      return facts;
    } else {
      const end = offset + 2 + view.getUint16(offset + 2);
      const payload = head.subarray(offset + 4, end);
      if (code === APP1 && latin1(payload.subarray(0, 6)) === 'Exif\0\0')
        return { ...facts, orientation: exifOrientation(payload) ?? 1 };
      offset = end;
    }
  }
  return facts;
}
