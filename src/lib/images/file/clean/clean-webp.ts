import { latin1 } from '../../../http/bytes.ts';
import { type ByteScanner, malformed, viewOf, type Walk } from './byte-scanner.ts';
import { MAX_EXIF_BYTES, orientationOnly } from './exif-orientation.ts';

/** The longest payload of each chunk that stays in a frame: https://developers.google.com/speed/webp/docs/riff_container */
const FRAME_CHUNKS: ReadonlyMap<string, number> = new Map([
  ['ALPH', Number.POSITIVE_INFINITY],
  ['VP8 ', Number.POSITIVE_INFINITY],
  ['VP8L', Number.POSITIVE_INFINITY],
]);

/** The longest payload of each chunk that stays in the file. */
const FILE_CHUNKS: ReadonlyMap<string, number> = new Map([
  ...FRAME_CHUNKS,
  ['VP8X', 10],
  ['ICCP', Number.POSITIVE_INFINITY],
  ['ANIM', 6],
  ['ANMF', Number.POSITIVE_INFINITY],
]);

/** The bit of VP8X that announces an XMP chunk. */
const XMP_FLAG = 0x04;
const VP8X_BYTES = 10;
/** The frame's position, size, duration and flags, before its own chunks. */
const ANMF_HEADER_BYTES = 16;
const CHUNK_HEADER_BYTES = 8;

/** The name of a blanked chunk. Readers ignore unknown chunks ("Unknown Chunks"). */
const BLANKED_NAME = 'VOID';

/**
 * Walks a WebP by its RIFF chunks. XMP and unknown chunks are renamed and blanked. Bytes after the end that the RIFF
 * header states are blanked. An EXIF chunk keeps its name, because its flag in VP8X has already passed.
 */
export function* cleanWebp(scanner: ByteScanner): Walk {
  const header = yield* scanner.read(12);
  if (!/^RIFF....WEBP$/s.test(latin1(header))) throw malformed('A WebP must begin with RIFF and WEBP.');
  scanner.emit(header);
  const end = CHUNK_HEADER_BYTES + viewOf(header).getUint32(4, true);
  yield* cleanChunks(scanner, end, FILE_CHUNKS);
}

function* cleanChunks(scanner: ByteScanner, end: number, keptChunks: ReadonlyMap<string, number>): Walk {
  while (scanner.position + CHUNK_HEADER_BYTES <= end) {
    const header = yield* scanner.read(CHUNK_HEADER_BYTES);
    const name = latin1(header.subarray(0, 4));
    const length = viewOf(header).getUint32(4, true);
    const maxBytes = keptChunks.get(name);
    if (maxBytes !== undefined) {
      if (scanner.position + length > end)
        throw malformed(`The WebP chunk "${name}" is longer than its parent.`);
      scanner.emit(header);
      yield* cleanKept(scanner, name, length, maxBytes);
    } else if (name === 'EXIF' && length <= MAX_EXIF_BYTES) {
      scanner.emit(header);
      const exif = yield* scanner.read(length);
      scanner.replace(exif, orientationOnly(exif));
    } else {
      scanner.replace(header, renamed(header, name));
      yield* scanner.blank(length);
    }
    // Chunks are padded to an even length.
    yield* scanner.blank(length % 2);
  }
}

function* cleanKept(scanner: ByteScanner, name: string, length: number, maxBytes: number): Walk {
  const end = scanner.position + length;
  if (name === 'VP8X') {
    if (length < VP8X_BYTES) throw malformed(`The WebP chunk "VP8X" must have ${VP8X_BYTES} bytes.`);
    const flags = yield* scanner.read(1);
    scanner.replace(flags, Uint8Array.of((flags[0] ?? 0) & ~XMP_FLAG));
    yield* scanner.pass(VP8X_BYTES - 1);
  } else if (name === 'ANMF') {
    yield* scanner.pass(Math.min(length, ANMF_HEADER_BYTES));
    yield* cleanChunks(scanner, end, FRAME_CHUNKS);
  } else {
    yield* scanner.pass(Math.min(length, maxBytes));
  }
  yield* scanner.blank(end - scanner.position);
}

/** An EXIF chunk that is too long to be read stays one, since VP8X may have announced it. */
function renamed(header: Uint8Array, name: string): Uint8Array {
  if (name === 'EXIF') return header;
  const copy = header.slice();
  copy.set(new TextEncoder().encode(BLANKED_NAME));
  return copy;
}
