import { readFileSync } from 'node:fs';

export function imageFixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url)));
}

/** An AVIF as a HEIC says it: other brands, and an item of another type. Only its structure is right. */
export function heicFrom(avif: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(avif).toString('latin1');
  return new Uint8Array(
    Buffer.from(text.replaceAll(/avif|avis|mif1/g, 'heic').replaceAll('av01', 'hvc1'), 'latin1'),
  );
}

/** The structure of an AVIF sequence without an image item. */
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

/** A JPEG with this many application segments of 64 KiB before its frame. */
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

/** A clean aperture in the middle of an image (`clap`: ISO/IEC 14496-12, section 12.1.4). */
function aperture(width: number, height: number): Uint8Array<ArrayBuffer> {
  const fields = new Uint8Array(32);
  const view = new DataView(fields.buffer);
  for (const [i, field] of [width, 1, height, 1, 0, 1, 0, 1].entries()) view.setUint32(i * 4, field);
  return box('clap', fields);
}

/** An AVIF of one opaque item, as libheif writes it, with a property that shows only the middle of its pixels. */
export function croppedAvif(avif: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = avif.slice();
  const view = new DataView(bytes.buffer);
  const at = (type: string) => Buffer.from(bytes).indexOf(type, 0, 'latin1') - 4;
  const add = (offset: number, by: number) => view.setUint32(offset, view.getUint32(offset) + by);
  const clap = aperture(width, height);
  const index =
    Buffer.from(bytes)
      .toString('latin1')
      .match(/av1C|ispe|pixi|colr/g)?.length ?? 0;
  for (const type of ['meta', 'iprp']) add(at(type), clap.length + 1);
  add(at('ipco'), clap.length);
  // The base offset of the pixels, behind version, flags, sizes of fields, number of items, id and data reference.
  add(at('iloc') + 20, clap.length + 1);
  const list = at('ipma');
  const end = list + view.getUint32(list);
  add(list, 1);
  // The number of properties of the item, behind version, flags, number of items and id.
  view.setUint8(list + 18, view.getUint8(list + 18) + 1);
  const associated = Uint8Array.of(0x80 | (index + 1));
  return concat(bytes.subarray(0, list), clap, bytes.subarray(list, end), associated, bytes.subarray(end));
}
