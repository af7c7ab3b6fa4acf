import { latin1 } from '../../../http/bytes.ts';
import { UncleanableImageError, viewOf } from './byte-scanner.ts';

/** A box (ISO/IEC 14496-12, section 4.2) within bytes that are in memory; offsets are those of `bytes`. */
export interface Box {
  type: string;
  start: number;
  payload: number;
  end: number;
}

/** Offsets in the file, `end` exclusive. */
export interface Range {
  start: number;
  end: number;
}

/** Fields of a full box: its version and flags come first. */
export const FULL_BOX_BYTES = 4;

/** Lists the boxes between two offsets. */
export function listBoxes(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let start = from; start < to; ) {
    if (start + 8 > to) throw malformedBox();
    const size = view.getUint32(start);
    const end = size === 0 ? to : start + size;
    if ((size !== 0 && size < 8) || end > to) throw malformedBox();
    boxes.push({ type: latin1(bytes.subarray(start + 4, start + 8)), start, payload: start + 8, end });
    start = end;
  }
  return boxes;
}

/** Turns each box that `kept` does not name into a `free` box of zeros; returns the others. */
export function freeOtherBoxes(
  bytes: Uint8Array,
  from: number,
  to: number,
  kept: ReadonlySet<string>,
): Box[] {
  return listBoxes(bytes, from, to).filter((box) => {
    if (kept.has(box.type)) return true;
    bytes.set(FREE, box.start + 4);
    bytes.fill(0, box.payload, box.end);
    return false;
  });
}

/** The type of a box whose content readers ignore (section 8.1.2). */
export const FREE = new TextEncoder().encode('free');

/** Returns the same offsets in the order of the file, without overlaps. */
export function mergeRanges(ranges: Range[]): Range[] {
  const merged: Range[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** Reads big-endian integers one after another. */
export class FieldReader {
  offset: number;
  readonly #view: DataView;
  readonly #end: number;

  constructor(bytes: Uint8Array, box: Box) {
    this.#view = viewOf(bytes);
    this.offset = box.payload;
    this.#end = box.end;
  }

  /** @param size in bytes: 0, which reads as 0, or 1, 2, 4 or 8 */
  integer(size: number): number {
    const { offset } = this;
    if (offset + size > this.#end) throw malformedBox();
    this.offset += size;
    switch (size) {
      case 0:
        return 0;
      case 1:
        return this.#view.getUint8(offset);
      case 2:
        return this.#view.getUint16(offset);
      case 4:
        return this.#view.getUint32(offset);
      case 8:
        return Number(this.#view.getBigUint64(offset));
      default:
        throw malformedBox();
    }
  }
}

export function malformedBox(): UncleanableImageError {
  return new UncleanableImageError('malformed', 'An AVIF box or field must lie within its parent.');
}
