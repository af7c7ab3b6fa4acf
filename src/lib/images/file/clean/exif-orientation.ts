import { latin1 } from '../../../http/bytes.ts';
import { viewOf } from './byte-scanner.ts';

/** Precedes the TIFF structure in a JPEG (CIPA DC-008, Exif 3.0, section 4.7.2). */
export const EXIF_PREFIX = 'Exif\0\0';

/** TIFF 6.0, section 2 and section 8 "Orientation": https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;
/** Header (8), number of entries (2), one entry (12), offset of the next directory (4). */
const MINIMAL_TIFF_BYTES = 26;

/** Longest EXIF block that is read for its orientation, in bytes: the size of a JPEG segment. */
export const MAX_EXIF_BYTES = 65_536;

/**
 * Returns an EXIF block of the same length that contains nothing but the orientation. The block is all zeros if the
 * image is upright, or if the orientation cannot be read.
 */
export function orientationOnly(exif: Uint8Array): Uint8Array {
  const blanked = new Uint8Array(exif.length);
  const start = tiffOffset(exif);
  const orientation = exifOrientation(exif);
  if (orientation === undefined || exif.length - start < MINIMAL_TIFF_BYTES) return blanked;

  blanked.set(exif.subarray(0, start));
  const tiff = viewOf(blanked.subarray(start));
  tiff.setUint32(0, 0x4d4d002a);
  tiff.setUint32(4, 8);
  tiff.setUint16(8, 1);
  tiff.setUint16(10, ORIENTATION_TAG);
  tiff.setUint16(12, SHORT);
  tiff.setUint32(14, 1);
  tiff.setUint16(18, orientation);
  return blanked;
}

/** Returns the orientation of an EXIF block if it is one from 2 to 8. */
export function exifOrientation(exif: Uint8Array): number | undefined {
  return readOrientation(viewOf(exif.subarray(tiffOffset(exif))));
}

function tiffOffset(exif: Uint8Array): number {
  return latin1(exif.subarray(0, EXIF_PREFIX.length)) === EXIF_PREFIX ? EXIF_PREFIX.length : 0;
}

/** Returns an orientation from 2 to 8, or undefined. */
function readOrientation(tiff: DataView): number | undefined {
  if (tiff.byteLength < 8) return undefined;
  const byteOrder = tiff.getUint16(0);
  const isLittleEndian = byteOrder === 0x4949;
  if (!(isLittleEndian || byteOrder === 0x4d4d) || tiff.getUint16(2, isLittleEndian) !== 42) return undefined;

  const directory = tiff.getUint32(4, isLittleEndian);
  if (directory + 2 > tiff.byteLength) return undefined;
  const end = directory + 2 + tiff.getUint16(directory, isLittleEndian) * ENTRY_BYTES;
  for (
    let entry = directory + 2;
    entry < end && entry + ENTRY_BYTES <= tiff.byteLength;
    entry += ENTRY_BYTES
  ) {
    if (tiff.getUint16(entry, isLittleEndian) !== ORIENTATION_TAG) continue;
    const isShort = tiff.getUint16(entry + 2, isLittleEndian) === SHORT;
    const orientation = isShort ? tiff.getUint16(entry + 8, isLittleEndian) : 0;
    return orientation >= 2 && orientation <= 8 ? orientation : undefined;
  }
  return undefined;
}
