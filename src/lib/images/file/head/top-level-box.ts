import { latin1 } from '../../../http/bytes.ts';
import { viewOf } from '../clean/byte-scanner.ts';

/** Finds the payload of a box that the head contains whole, among boxes that are not nested. */
export function findTopLevelBox(head: Uint8Array, wanted: string): Uint8Array | undefined {
  const view = viewOf(head);
  for (let offset = 0; offset + 8 <= head.length; ) {
    const size = view.getUint32(offset);
    const isLong = size === 1;
    if (isLong && offset + 16 > head.length) return undefined;
    const headerBytes = isLong ? 16 : 8;
    const length = isLong ? Number(view.getBigUint64(offset + 8)) : size || head.length - offset;
    if (length < headerBytes || offset + length > head.length) return undefined;
    if (latin1(head.subarray(offset + 4, offset + 8)) === wanted)
      return head.subarray(offset + headerBytes, offset + length);
    offset += length;
  }
  return undefined;
}
