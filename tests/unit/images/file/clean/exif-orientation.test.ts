import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orientationOnly } from '../../../../../src/lib/images/file/clean/exif-orientation.ts';
import { join, tiff, uint16, uint32 } from '../../../../support/images/file-structures.ts';

/** The directory that remains, in big-endian order. */
function remaining(orientation: number, length: number, prefix = ''): Uint8Array {
  const minimal = join(prefix, 'MM\0*', uint32(8), uint16(1), uint16(0x0112), uint16(3), uint32(1));
  return join(minimal, uint16(orientation), new Uint8Array(length - minimal.length - 2));
}

function bigEndian(tag: number, type: number, value: Uint8Array): Uint8Array {
  return join('MM\0*', uint32(8), uint16(1), uint16(tag), uint16(type), uint32(1), value, uint32(0));
}

describe('orientationOnly', () => {
  it.each([2, 3, 4, 5, 6, 7, 8])('keeps nothing but orientation %i', (orientation) => {
    const exif = tiff(orientation);
    expect(orientationOnly(exif)).toEqual(remaining(orientation, exif.length));
  });

  it('keeps the prefix of a JPEG segment', () => {
    const exif = join('Exif\0\0', tiff(6));
    expect(orientationOnly(exif)).toEqual(remaining(6, exif.length, 'Exif\0\0'));
  });

  it('reads big-endian EXIF', () => {
    const exif = bigEndian(0x0112, 3, join(uint16(5), uint16(0)));
    expect(orientationOnly(exif)).toEqual(remaining(5, exif.length));
  });

  it.each<[string, Uint8Array]>([
    ['has no orientation', tiff()],
    ['is upright', tiff(1)],
    ['has orientation 0', tiff(0)],
    ['has orientation 9', tiff(9)],
    ['has an orientation that is not a SHORT', bigEndian(0x0112, 4, uint32(6))],
    ['is XMP', join('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')],
    ['ends before its directory', tiff(6).subarray(0, 9)],
    ['ends within its directory', tiff(6).subarray(0, 20)],
    ['is empty', new Uint8Array()],
  ])('blanks EXIF that %s', (_, exif) => {
    expect(orientationOnly(exif)).toEqual(new Uint8Array(exif.length));
  });

  it('keeps the length of any bytes', () => {
    const header = fc.constantFrom('', 'Exif\0\0', 'II*\0', 'MM\0*', 'Exif\0\0MM\0*\0\0\0\x08');
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const exif = join(start, rest);
        const cleaned = orientationOnly(exif);
        expect(cleaned).toHaveLength(exif.length);
        expect(orientationOnly(cleaned)).toEqual(cleaned);
      }),
    );
  });
});
