import { readFileSync } from 'node:fs';

export function imageFixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/images/${name}`, import.meta.url)));
}

/** Makes a HEIC of an AVIF: with other brands, and an item of another type. Only its structure is valid. */
export function heicFrom(avif: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(avif).toString('latin1');
  return new Uint8Array(
    Buffer.from(text.replaceAll(/avif|avis|mif1/g, 'heic').replaceAll('av01', 'hvc1'), 'latin1'),
  );
}

/** Makes the structure of an AVIF sequence without an image item. */
export function avifSequence(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(84);
  const view = new DataView(header.buffer);
  view.setUint32(76, width << 16);
  view.setUint32(80, height << 16);
  const text = (value: string) => new TextEncoder().encode(value);
  return concat(
    box('ftyp', text('avis\0\0\0\0avismsf1iso8')),
    box('moov', box('trak', box('tkhd', header))),
    box('mdat', new Uint8Array(20)),
  );
}

/** Adds this many application segments of 64 KiB to a JPEG, before its frame. */
export function jpegWithSegments(jpeg: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const segment = new Uint8Array(2 + 65_535);
  segment.set([0xff, 0xe1, 0xff, 0xff]);
  return concat(jpeg.subarray(0, 2), ...Array<Uint8Array>(count).fill(segment), jpeg.subarray(2));
}

function box(type: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, payload.length + 8);
  return concat(size, new TextEncoder().encode(type), payload);
}

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

/** Moves the EXIF of a JPEG between its frame header and its first scan. */
export function exifBehindFrame(jpeg: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset);
  const segments: { marker: number; bytes: Uint8Array }[] = [];
  let offset = 2;
  while (jpeg[offset + 1] !== 0xda) {
    const end = offset + 2 + view.getUint16(offset + 2);
    segments.push({ marker: jpeg[offset + 1] ?? 0, bytes: jpeg.subarray(offset, end) });
    offset = end;
  }
  const isExif = ({ marker }: { marker: number }) => marker === 0xe1;
  const ordered = [...segments.filter((segment) => !isExif(segment)), ...segments.filter(isExif)];
  return concat(jpeg.subarray(0, 2), ...ordered.map(({ bytes }) => bytes), jpeg.subarray(offset));
}
