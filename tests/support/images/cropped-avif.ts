import { box, join } from './file-structures.ts';

/** Makes a clean aperture in the middle of an image (`clap`: ISO/IEC 14496-12, section 12.1.4). */
function aperture(width: number, height: number): Uint8Array {
  const fields = new Uint8Array(32);
  const view = new DataView(fields.buffer);
  for (const [i, field] of [width, 1, height, 1, 0, 1, 0, 1].entries()) view.setUint32(i * 4, field);
  return box('clap', fields);
}

/** Adds a property to an AVIF of one opaque item, as libheif writes it, that shows only the middle of its pixels. */
export function croppedAvif(avif: Uint8Array, width: number, height: number): Uint8Array {
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
  // The base offset of the pixels, after version, flags, sizes of fields, number of items, id and data reference.
  add(at('iloc') + 20, clap.length + 1);
  const list = at('ipma');
  const end = list + view.getUint32(list);
  add(list, 1);
  // The number of properties of the item, after version, flags, number of items and id.
  view.setUint8(list + 18, view.getUint8(list + 18) + 1);
  const associated = Uint8Array.of(0x80 | (index + 1));
  return join(bytes.subarray(0, list), clap, bytes.subarray(list, end), associated, bytes.subarray(end));
}
