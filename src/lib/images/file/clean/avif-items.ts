import { latin1 } from '../../../http/bytes.ts';
import {
  type Box,
  FieldReader,
  FULL_BOX_BYTES,
  freeOtherBoxes,
  listBoxes,
  mergeRanges,
  type Range,
} from './avif-boxes.ts';
import { UncleanableImageError } from './byte-scanner.ts';

/** Boxes of `meta` that stay (ISO/IEC 14496-12, section 8.11). XML metadata (`xml `, `bxml`) and `uuid` do not. */
const META_BOXES = new Set(['hdlr', 'pitm', 'iinf', 'iloc', 'iprp', 'iref', 'idat', 'dinf', 'grpl']);
const IPRP_BOXES = new Set(['ipco', 'ipma']);

/**
 * Properties that decoding and display need (AV1 Image File Format, section 2.2: https://aomediacodec.github.io/av1-avif/;
 * ISO/IEC 23008-12, section 6.5). Descriptions (`udes`, `altt`) and times (`crtt`, `mdft`) are not among them.
 */
const PROPERTIES = new Set(
  (
    'av1C hvcC avcC ispe pixi colr pasp irot imir clap auxC clli mdcv cclv amve reve ndwt ' +
    'a1op a1lx lsel rloc tols iscl'
  ).split(' '),
);

/** Types of items that are images or derived from images. `Exif`, `mime` (XMP) and `uri ` are not; `jpeg` may contain EXIF. */
const IMAGE_ITEMS = new Set(['av01', 'hvc1', 'avc1', 'grid', 'iovl', 'iden', 'tmap', 'sato']);

/** The type of an item that was blanked. Readers ignore items of an unknown type. */
const BLANKED_ITEM = new TextEncoder().encode('void');

/** Byte length of the fields before the type of an `infe` box, by its version. */
const ITEM_TYPE_OFFSETS = new Map([
  [2, FULL_BOX_BYTES + 4],
  [3, FULL_BOX_BYTES + 6],
]);

/**
 * Cleans the payload of a `meta` box in place.
 *
 * @param start offset of the payload in the file
 * @returns where the data of images lies in the file
 */
export function cleanMeta(meta: Uint8Array, start: number): Range[] {
  const boxes = freeOtherBoxes(meta, FULL_BOX_BYTES, meta.length, META_BOXES);
  const find = (type: string) => boxes.find((box) => box.type === type);

  const properties = find('iprp');
  if (properties !== undefined) {
    for (const box of freeOtherBoxes(meta, properties.payload, properties.end, IPRP_BOXES))
      if (box.type === 'ipco') freeOtherBoxes(meta, box.payload, box.end, PROPERTIES);
  }
  const items = find('iinf');
  const locations = find('iloc');
  if (items === undefined || locations === undefined) return [];
  const imageIds = cleanItemInfo(meta, items);
  const itemData = find('idat');
  const ranges = readLocations(meta, locations, imageIds, start + (itemData?.payload ?? 0));
  if (itemData !== undefined) blankOtherRanges(meta, itemData, start, ranges);
  return ranges;
}

/** Cleans `iinf` (section 8.11.6) in place; returns the ids of images. */
function cleanItemInfo(meta: Uint8Array, box: Box): Set<number> {
  const fields = new FieldReader(meta, box);
  const version = fields.integer(4) >>> 24;
  fields.integer(version === 0 ? 2 : 4);
  const ids = new Set<number>();
  for (const entry of listBoxes(meta, fields.offset, box.end)) {
    const entryFields = new FieldReader(meta, entry);
    const entryVersion = entryFields.integer(4) >>> 24;
    const id = entryFields.integer(entryVersion === 3 ? 4 : 2);
    const typeOffset = ITEM_TYPE_OFFSETS.get(entryVersion);
    const typeStart = entry.payload + (typeOffset ?? FULL_BOX_BYTES);
    if (typeOffset !== undefined && IMAGE_ITEMS.has(latin1(meta.subarray(typeStart, typeStart + 4)))) {
      ids.add(id);
    } else {
      meta.fill(0, typeStart, entry.end);
      if (typeOffset !== undefined && typeStart + 4 <= entry.end) meta.set(BLANKED_ITEM, typeStart);
    }
  }
  return ids;
}

/** Reads the extents of images from `iloc` (section 8.11.3), in the order of the file. */
function readLocations(meta: Uint8Array, box: Box, imageIds: Set<number>, itemDataStart: number): Range[] {
  const fields = new FieldReader(meta, box);
  const version = fields.integer(4) >>> 24;
  const sizes = fields.integer(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >>> 12, (sizes >>> 8) & 15, (sizes >>> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const extentBytes = indexSize + offsetSize + lengthSize;
  const idSize = version < 2 ? 2 : 4;

  const ranges: Range[] = [];
  for (let items = fields.integer(idSize); items > 0; items--) {
    const id = fields.integer(idSize);
    const method = version === 0 ? 0 : fields.integer(2) & 15;
    fields.integer(2);
    const base = fields.integer(baseSize) + (method === 1 ? itemDataStart : 0);
    // Extents without fields are all the same.
    const extents = Math.min(fields.integer(2), extentBytes === 0 ? 1 : Number.POSITIVE_INFINITY);
    for (let extent = 0; extent < extents; extent++) {
      fields.integer(indexSize);
      const start = base + fields.integer(offsetSize);
      const length = fields.integer(lengthSize) || Number.POSITIVE_INFINITY;
      if (!imageIds.has(id)) continue;
      if (method > 1)
        throw new UncleanableImageError(
          'unprovable',
          'An AVIF image must not be made of the bytes of other items.',
        );
      ranges.push({ start, end: start + length });
    }
  }
  return mergeRanges(ranges);
}

/** Blanks the data of other items in `idat`. `start` is the offset of `meta` in the file. */
function blankOtherRanges(meta: Uint8Array, itemData: Box, start: number, ranges: Range[]): void {
  let blankFrom = itemData.payload;
  for (const range of ranges) {
    if (range.start - start >= itemData.end) break;
    meta.fill(0, blankFrom, Math.max(blankFrom, range.start - start));
    blankFrom = Math.max(blankFrom, Math.min(range.end - start, itemData.end));
  }
  meta.fill(0, blankFrom, itemData.end);
}
