import { latin1 } from '../../../http/bytes.ts';
import { type ByteScanner, malformed, viewOf, type Walk } from './byte-scanner.ts';
import { MAX_EXIF_BYTES, orientationOnly } from './exif-orientation.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';

/**
 * The longest data of each chunk that stays: PNG, third edition, section 11 (https://www.w3.org/TR/png-3/#11Chunks).
 * A longer one is invalid, and is blanked.
 */
const KEPT_CHUNKS = new Map<string, number>([
  ['IHDR', 13],
  ['PLTE', 768],
  ['IDAT', Number.POSITIVE_INFINITY],
  ['IEND', 0],
  ['tRNS', 256],
  ['cHRM', 32],
  ['gAMA', 4],
  ['iCCP', Number.POSITIVE_INFINITY],
  ['sBIT', 4],
  ['sRGB', 1],
  ['cICP', 4],
  ['mDCV', 24],
  ['cLLI', 8],
  ['bKGD', 6],
  ['hIST', 512],
  ['pHYs', 9],
  ['acTL', 8],
  ['fcTL', 26],
  ['fdAT', Number.POSITIVE_INFINITY],
]);

/** The type of a blanked chunk: ancillary, private, safe to copy (section 5.4). */
const BLANKED_TYPE = 'voId';

/** Section 5.3. */
const MAX_CHUNK_BYTES = 0x7fff_ffff;

/**
 * Walks a PNG by its chunks. Text, time, EXIF and unknown chunks become chunks of zeros with a valid CRC. What
 * follows IEND is blanked, and so are bytes after IDAT that are not a chunk: decoders stop there too.
 */
export function* cleanPng(scanner: ByteScanner): Walk {
  const signature = yield* scanner.read(SIGNATURE.length);
  if (latin1(signature) !== SIGNATURE) throw malformed('A PNG must begin with its signature.');
  scanner.emit(signature);

  let hasData = false;
  for (let type = ''; type !== 'IEND'; ) {
    const header = yield* scanner.read(8);
    const length = viewOf(header).getUint32(0);
    type = latin1(header.subarray(4));
    if (length > MAX_CHUNK_BYTES || !/^[A-Za-z]{4}$/.test(type)) {
      if (!hasData) throw malformed('A PNG chunk must have a length below 2^31 and a type of four letters.');
      return scanner.wipe(header);
    }
    hasData ||= type === 'IDAT';

    if (length <= (KEPT_CHUNKS.get(type) ?? -1)) {
      scanner.emit(header);
      yield* scanner.pass(length + 4);
    } else if (type === 'eXIf' && length <= MAX_EXIF_BYTES) {
      yield* cleanExif(scanner, header, length);
    } else {
      yield* blankChunk(scanner, header, length);
    }
  }
}

function* cleanExif(scanner: ByteScanner, header: Uint8Array, length: number): Walk {
  const exif = yield* scanner.read(length);
  const cleaned = orientationOnly(exif);
  const cleanedHeader = cleaned.some((byte) => byte !== 0) ? header : renamed(header);
  scanner.replace(header, cleanedHeader);
  scanner.replace(exif, cleaned);
  yield* writeCrc(scanner, crcOf(cleaned, crcOf(cleanedHeader.subarray(4))));
}

/** An unknown critical chunk keeps its type, since a decoder must refuse the image for it (section 5.4). */
function* blankChunk(scanner: ByteScanner, header: Uint8Array, length: number): Walk {
  const isCritical = /^[A-Z]/.test(latin1(header.subarray(4)));
  const blankedHeader = isCritical ? header : renamed(header);
  scanner.replace(header, blankedHeader);
  yield* scanner.blank(length);
  yield* writeCrc(scanner, crcOfZeros(length, crcOf(blankedHeader.subarray(4))));
}

function renamed(header: Uint8Array): Uint8Array {
  const copy = header.slice();
  copy.set(new TextEncoder().encode(BLANKED_TYPE), 4);
  return copy;
}

function* writeCrc(scanner: ByteScanner, crc: number): Walk {
  const replacement = new Uint8Array(4);
  viewOf(replacement).setUint32(0, crc ^ 0xffff_ffff);
  scanner.replace(yield* scanner.read(4), replacement);
}

/** CRC-32 of each byte (annex D: https://www.w3.org/TR/png-3/#D-CRCAppendix). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  return crc;
});

/** Continues a CRC that is not yet complemented. */
function crcOf(bytes: Uint8Array, crc = 0xffff_ffff): number {
  return bytes.reduce((sum, byte) => (CRC_TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8), crc);
}

function crcOfZeros(length: number, crc: number): number {
  let sum = crc;
  for (let i = 0; i < length; i++) sum = (CRC_TABLE[sum & 0xff] ?? 0) ^ (sum >>> 8);
  return sum;
}
