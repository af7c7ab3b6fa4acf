import { latin1 } from '../../../http/bytes.ts';
import { FREE, malformedBox, mergeRanges, type Range } from './avif-boxes.ts';
import { cleanMeta } from './avif-items.ts';
import { cleanMovie } from './avif-sequence.ts';
import { type ByteScanner, malformed, UncleanableImageError, viewOf, type Walk } from './byte-scanner.ts';

/** Longest `meta` or `moov` box that is read, in bytes. */
const MAX_DESCRIPTION_BYTES = 1024 * 1024;

interface BoxHeader {
  bytes: Uint8Array;
  type: string;
  /** Length of the payload in bytes; negative if it is invalid, `Infinity` if the box ends with the file. */
  length: number;
}

/**
 * Walks an AVIF by its boxes (ISO/IEC 14496-12, section 4.2; AV1 Image File Format:
 * https://aomediacodec.github.io/av1-avif/). The data of images and of image tracks stays; other items, other boxes
 * and bytes that nothing refers to are blanked. Orientation is a property of an item (`irot`, `imir`), so EXIF is
 * blanked entirely (ISO/IEC 23000-22, section 7.3.10).
 */
export function* cleanAvif(scanner: ByteScanner): Walk {
  const fileType = yield* readHeader(scanner);
  if (fileType.type !== 'ftyp' || fileType.length < 0) throw malformed('An AVIF must begin with "ftyp".');
  scanner.emit(fileType.bytes);
  yield* scanner.pass(fileType.length);

  let ranges: Range[] = [];
  let nextRange = 0;
  const described = new Set<string>();
  let hasData = false;
  for (;;) {
    const { bytes, type, length } = yield* readHeader(scanner);
    if (length < 0) {
      if (!hasData) throw malformedBox();
      return scanner.wipe(bytes);
    }
    if ((type === 'meta' || type === 'moov') && !described.has(type)) {
      if (hasData || length > MAX_DESCRIPTION_BYTES) throw unprovable(type);
      described.add(type);
      scanner.emit(bytes);
      const start = scanner.position;
      const payload = yield* scanner.read(length);
      const cleaned = payload.slice();
      const found = type === 'meta' ? cleanMeta(cleaned, start) : cleanMovie(cleaned);
      ranges = mergeRanges([...ranges, ...found]);
      scanner.replace(payload, cleaned);
    } else if (type === 'mdat') {
      if (described.size === 0) throw unprovable(type);
      hasData = true;
      scanner.emit(bytes);
      nextRange = yield* passRanges(scanner, ranges, nextRange, scanner.position + length);
    } else {
      const freed = bytes.slice();
      freed.set(FREE, 4);
      scanner.replace(bytes, freed);
      yield* scanner.blank(length);
    }
  }
}

function* readHeader(scanner: ByteScanner): Walk<BoxHeader> {
  const short = yield* scanner.read(8);
  const type = latin1(short.subarray(4));
  const size = viewOf(short).getUint32(0);
  if (size === 0) return { bytes: short, type, length: Number.POSITIVE_INFINITY };
  if (size !== 1) return { bytes: short, type, length: size - 8 };
  const long = yield* scanner.read(8);
  const bytes = Uint8Array.of(...short, ...long);
  return { bytes, type, length: Number(viewOf(long).getBigUint64(0)) - 16 };
}

/**
 * Passes the bytes in `ranges` and blanks the rest before `end`.
 *
 * @param first index of the first range that may lie ahead
 * @returns that index after `end`
 */
function* passRanges(scanner: ByteScanner, ranges: Range[], first: number, end: number): Walk<number> {
  let index = first;
  for (let range = ranges[index]; range !== undefined; range = ranges[++index]) {
    yield* scanner.blank(Math.min(range.start, end) - scanner.position);
    yield* scanner.pass(Math.min(range.end, end) - scanner.position);
    if (range.end > end) break;
  }
  yield* scanner.blank(end - scanner.position);
  return index;
}

function unprovable(type: string): UncleanableImageError {
  const message = `"meta" and "moov" must precede "mdat" and have at most ${MAX_DESCRIPTION_BYTES} bytes; found "${type}".`;
  return new UncleanableImageError('unprovable', message);
}
