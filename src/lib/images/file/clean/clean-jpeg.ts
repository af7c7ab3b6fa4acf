import { latin1 } from '../../../http/bytes.ts';
import { type ByteScanner, malformed, viewOf, type Walk } from './byte-scanner.ts';
import { orientationOnly } from './exif-orientation.ts';
import { APP1, EOI, RST0, RST7, SOI, SOS, TEM } from './jpeg-markers.ts';

/** How many bytes of an application segment stay, by its marker and the identifier that its payload begins with. */
const KEPT_SEGMENTS: readonly [marker: number, identifier: string, bytes: number][] = [
  // JFIF 1.02 without its thumbnail: https://www.w3.org/Graphics/JPEG/jfif3.pdf
  [0xe0, 'JFIF\0', 14],
  // ICC.1:2022, annex B.4: https://www.color.org/specification/ICC.1-2022-05.pdf
  [0xe2, 'ICC_PROFILE\0', Number.POSITIVE_INFINITY],
  // The colour transform (ITU-T T.872, section 6.5.3): https://www.itu.int/rec/T-REC-T.872
  [0xee, 'Adobe', 12],
];
/** Covers each identifier and each kept prefix. */
const HEAD_BYTES = 14;

/**
 * Walks a JPEG by its segments (ITU-T T.81, annex B). It blanks application segments, comments and reserved segments. It
 * also blanks what follows a scan without being a segment, and what follows the image, such as the second image of an
 * MPO file.
 */
export function* cleanJpeg(scanner: ByteScanner): Walk {
  const start = yield* scanner.read(2);
  if (viewOf(start).getUint16(0) !== (0xff00 | SOI)) throw malformed('A JPEG must begin with FF D8.');
  scanner.emit(start);

  let hasScan = false;
  for (let isInScan = false; ; ) {
    if (isInScan) yield* scanner.passUntil(findMarkerInScan);
    else yield* scanner.blankUntil(findMarker);
    const marker = yield* readMarker(scanner);
    if (isStandalone(marker)) continue;
    if (marker === EOI) return;

    const size = yield* scanner.read(2);
    const length = viewOf(size).getUint16(0) - 2;
    if (length < 0) {
      if (!hasScan) throw malformed('The length of a JPEG segment must be at least 2.');
      return scanner.wipe(size);
    }
    scanner.emit(size);
    yield* cleanPayload(scanner, marker, length);
    isInScan = marker === SOS;
    hasScan ||= isInScan;
  }
}

function findMarker(bytes: Uint8Array, from: number): number {
  return bytes.indexOf(0xff, from);
}

/** Skips what entropy-coded data contains: stuffed zeros and restart markers (section B.1.1.5). */
function findMarkerInScan(bytes: Uint8Array, from: number): number {
  let index = bytes.indexOf(0xff, from);
  while (index !== -1 && index + 1 < bytes.length && isStandalone(bytes[index + 1] ?? 0))
    index = bytes.indexOf(0xff, index + 2);
  return index;
}

/** Whether a code follows FF without a segment. Zero is a stuffed byte. */
function isStandalone(code: number): boolean {
  return code === 0 || code === TEM || (code >= RST0 && code <= RST7);
}

/**
 * Reads FF, fill bytes (section B.1.1.2) and a marker's code. Turns a second start of an image into an end, because
 * the first image then lacks its own.
 */
function* readMarker(scanner: ByteScanner): Walk<number> {
  for (;;) {
    const byte = yield* scanner.read(1);
    const code = byte[0] === SOI ? EOI : (byte[0] ?? 0);
    scanner.replace(byte, Uint8Array.of(code));
    if (code !== 0xff) return code;
  }
}

function* cleanPayload(scanner: ByteScanner, marker: number, length: number): Walk {
  if (isDecodingSegment(marker)) return yield* scanner.pass(length);
  if (marker === APP1) {
    const payload = yield* scanner.read(length);
    return scanner.replace(payload, orientationOnly(payload));
  }
  const head = yield* scanner.read(Math.min(length, HEAD_BYTES));
  const kept = keptBytes(marker, latin1(head));
  scanner.emit(head.subarray(0, kept));
  scanner.wipe(head.subarray(kept));
  const left = length - head.length;
  if (kept > HEAD_BYTES) yield* scanner.pass(left);
  else yield* scanner.blank(left);
}

/** Whether a segment is a frame header, a table, or parameters of a scan: SOF to DAC, SOS to EXP. */
function isDecodingSegment(marker: number): boolean {
  return (marker >= 0xc0 && marker <= 0xcf) || (marker >= SOS && marker <= 0xdf);
}

function keptBytes(marker: number, head: string): number {
  const kept = KEPT_SEGMENTS.find(([code, identifier]) => code === marker && head.startsWith(identifier));
  return kept?.[2] ?? 0;
}
