import { latin1 } from '../../../http/bytes.ts';
import { FieldReader, FULL_BOX_BYTES, listBoxes } from '../clean/avif-boxes.ts';
import { UncleanableImageError, viewOf } from '../clean/byte-scanner.ts';
import type { HeadFacts } from './head-facts.ts';
import { type Property, primaryProperties } from './primary-item.ts';
import { findTopLevelBox } from './top-level-box.ts';

/** The EXIF orientation of an anticlockwise rotation in units of 90° (`irot`: ISO/IEC 23008-12, section 6.5.10). */
const ORIENTATIONS = [1, 8, 3, 6];

/** Brands of image sequences (ISO/IEC 23008-12, annex B.4; AV1 Image File Format, section 6.3). */
const SEQUENCE_BRANDS = /^(?:avis|msf1|hevc|hevx)$/;

/** Reads the properties of the primary image of an AVIF or a HEIC. Its EXIF has no effect. */
export function readIsobmffHead(head: Uint8Array): HeadFacts {
  const isAnimated = brandsOf(head).some((brand) => SEQUENCE_BRANDS.test(brand));
  const meta = findTopLevelBox(head, 'meta');
  if (meta === undefined) return { orientation: 1, isAnimated, hasAlpha: true, isComplete: true };
  try {
    const properties = primaryProperties(meta);
    const rotation = properties.find(({ type }) => type === 'irot')?.payload[0] ?? 0;
    const clap = properties.find(({ type }) => type === 'clap');
    return {
      orientation: ORIENTATIONS[rotation & 3],
      isAnimated,
      hasAlpha: hasAlphaItem(meta),
      isComplete: true,
      ...(clap === undefined ? {} : { crop: readAperture(clap) }),
    };
  } catch (error) {
    if (error instanceof UncleanableImageError || error instanceof RangeError)
      return { orientation: undefined, isAnimated, hasAlpha: true, isComplete: true };
    throw error;
  }
}

function brandsOf(head: Uint8Array): string[] {
  const payload = findTopLevelBox(head, 'ftyp') ?? new Uint8Array();
  const brands: string[] = [];
  for (let offset = 0; offset + 4 <= payload.length; offset += 4)
    if (offset !== 4) brands.push(latin1(payload.subarray(offset, offset + 4)));
  return brands;
}

/** Whether a property says that an item is an alpha channel (`auxC`: ISO/IEC 23008-12, section 6.5.8). */
function hasAlphaItem(meta: Uint8Array): boolean {
  return listBoxes(meta, FULL_BOX_BYTES, meta.length)
    .filter(({ type }) => type === 'iprp')
    .flatMap((box) => listBoxes(meta, box.payload, box.end))
    .filter(({ type }) => type === 'ipco')
    .flatMap((box) => listBoxes(meta, box.payload, box.end))
    .some(
      ({ type, payload, end }) =>
        type === 'auxC' && latin1(meta.subarray(payload, Math.min(end, payload + 64))).includes('alpha'),
    );
}

/** The size of a clean aperture, whose sides are fractions (`clap`: ISO/IEC 14496-12, section 12.1.4). */
function readAperture({ payload }: Property): { width: number; height: number } {
  const box = { type: 'clap', start: 0, payload: 0, end: payload.length };
  const fields = new FieldReader(payload, box);
  const side = () => {
    const numerator = fields.integer(4);
    return Math.round(numerator / (fields.integer(4) || 1));
  };
  return { width: side(), height: side() };
}

/** The size of the first image track, for a sequence without an image item (`tkhd`: section 8.3.2). */
export function sequenceSize(head: Uint8Array): { width: number; height: number } | undefined {
  const movie = findTopLevelBox(head, 'moov');
  if (movie === undefined || !brandsOf(head).includes('avis')) return undefined;
  try {
    const headers = listBoxes(movie, 0, movie.length)
      .filter(({ type }) => type === 'trak')
      .flatMap((box) => listBoxes(movie, box.payload, box.end))
      .filter(({ type }) => type === 'tkhd');
    // Width and height come last, with 16 bits after the binary point.
    const sizes = headers.map(({ end }) =>
      [end - 8, end - 4].map((at) => viewOf(movie).getUint32(at) >>> 16),
    );
    const [width = 0, height = 0] = sizes.find((sides) => sides.every((side) => side > 0)) ?? [];
    return width > 0 ? { width, height } : undefined;
  } catch (error) {
    if (error instanceof UncleanableImageError || error instanceof RangeError) return undefined;
    throw error;
  }
}
