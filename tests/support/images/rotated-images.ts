import sharp from 'sharp';
import { box, indexOf, insert, join, uint32 } from './file-structures.ts';
import { quarters } from './images.ts';

/** EXIF orientations of cameras that are held upright. */
export type Turn = 6 | 8;

/** Degrees by which a file with this orientation stores the image, and the `irot` that restores it. */
const STORED_ROTATION = { 6: 270, 8: 90 } as const;
const IROT = { 6: 3, 8: 1 } as const;

/** Makes the quarters as a camera stores them: rotated, with the EXIF orientation that restores them. */
export async function turnedByExif(
  width: number,
  height: number,
  turn: Turn,
  format: 'jpeg' | 'png' | 'webp',
): Promise<Uint8Array<ArrayBuffer>> {
  const stored = await storedQuarters(width, height, turn);
  const file = sharp(stored).withMetadata({ orientation: turn }).toFormat(format, { quality: 100 });
  return new Uint8Array(await file.toBuffer());
}

/** Makes the quarters as an AVIF stores them: rotated, with the `irot` that restores them (ISO/IEC 23008-12, section 6.5.10). */
export async function turnedByIrot(
  width: number,
  height: number,
  turn: Turn,
): Promise<Uint8Array<ArrayBuffer>> {
  const avif = await sharp(await storedQuarters(width, height, turn))
    .avif({ quality: 90 })
    .toBuffer();
  return withProperty(new Uint8Array(avif), box('irot', [IROT[turn]]));
}

function storedQuarters(width: number, height: number, turn: Turn): Promise<Buffer> {
  const image = sharp(quarters(width, height)).removeAlpha();
  return image.rotate(STORED_ROTATION[turn]).png().toBuffer();
}

/** Adds a property to the only item of an AVIF: a box in `ipco`, an index in `ipma`, and room for both. */
function withProperty(avif: Uint8Array, property: Uint8Array): Uint8Array<ArrayBuffer> {
  const growth = property.length + 1;
  const at = (type: string) => indexOf(avif, type) - 4;
  const view = new DataView(avif.buffer, avif.byteOffset);
  const endOf = (type: string) => at(type) + view.getUint32(at(type));
  const count = countBoxes(avif, at('ipco') + 8, endOf('ipco'));
  // `ipma` has one item, whose associations are the last bytes of the box.
  const associations = at('ipma') + 18;
  const grown = (file: Uint8Array, type: string, bytes: number) =>
    file.set(uint32(view.getUint32(at(type)) + bytes), at(type));
  const edited = Uint8Array.from(avif);
  for (const type of ['meta', 'iprp']) grown(edited, type, growth);
  grown(edited, 'ipco', property.length);
  grown(edited, 'ipma', 1);
  edited[associations] = (avif[associations] ?? 0) + 1;
  const data = at('mdat') + 8;
  const location = indexOf(avif, join(uint32(data)), at('iloc'));
  edited.set(uint32(data + growth), location);
  const essential = 0x80;
  const associated = insert(edited, endOf('ipma'), [essential | (count + 1)]);
  return new Uint8Array(insert(associated, endOf('ipco'), property));
}

function countBoxes(file: Uint8Array, start: number, end: number): number {
  const view = new DataView(file.buffer, file.byteOffset);
  let count = 0;
  for (let offset = start; offset < end; offset += view.getUint32(offset)) count++;
  return count;
}
