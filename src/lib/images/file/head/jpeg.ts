import { latin1 } from '../../../http/bytes.ts';
import { viewOf } from '../clean/byte-scanner.ts';
import { exifOrientation } from '../clean/exif-orientation.ts';
import type { HeadFacts } from './head-facts.ts';

/** Markers of ITU-T T.81, table B.1: https://www.w3.org/Graphics/JPEG/itu-t81.pdf */
const APP1 = 0xe1;
const TEM = 0x01;
const SCAN = 0xda;
const END = 0xd9;

/** Reads the segments before the first scan, among which EXIF can stand anywhere. */
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
    } else if (code === SCAN || code === END) {
      return { ...facts, orientation: orientation ?? 1, isComplete: true };
    } else {
      const end = offset + 2 + view.getUint16(offset + 2);
      const payload = head.subarray(offset + 4, end);
      const isExif = code === APP1 && latin1(payload.subarray(0, 6)) === 'Exif\0\0';
      if (isExif) orientation ??= exifOrientation(payload);
      offset = end;
    }
  }
  return { ...facts, orientation: undefined, isComplete: false };
}
