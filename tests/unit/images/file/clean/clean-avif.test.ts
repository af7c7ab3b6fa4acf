import { describe, expect, it } from 'vitest';
import { cleanerFor } from '../../../../../src/lib/images/file/clean/cleaner.ts';
import { box, indexOf, join, PLACE, uint16, uint32 } from '../../../../support/images/file-structures.ts';

const FTYP = box('ftyp', 'avif', uint32(0), 'avifmif1');
const FULL_BOX = uint32(0);

function clean(...parts: Uint8Array[]): string {
  const cleaner = cleanerFor('image/avif');
  const file = join(...parts);
  return Buffer.from(join(...cleaner.push(file), ...cleaner.end())).toString('latin1');
}

interface Item {
  id: number;
  type: string;
  /** 0: `start` is an offset in the file, 1: in `idat`. */
  method: number;
  start: number;
  length: number;
}

function iinf(items: Item[]): Uint8Array {
  const entries = items.map(({ id, type }) =>
    box(
      'infe',
      [2, 0, 0, 0],
      uint16(id),
      uint16(0),
      type,
      type === 'mime' ? 'XMP\0application/rdf+xml\0' : '\0',
    ),
  );
  return box('iinf', FULL_BOX, uint16(items.length), ...entries);
}

function iloc(items: Item[]): Uint8Array {
  const entries = items.map(({ id, method, start, length }) =>
    join(uint16(id), uint16(method), uint16(0), uint16(1), uint32(start), uint32(length)),
  );
  return box('iloc', [1, 0, 0, 0], [0x44, 0], uint16(items.length), ...entries);
}

/** A `meta` whose length does not depend on where items start. */
function meta(items: Item[], ...boxes: Uint8Array[]): Uint8Array {
  return box('meta', FULL_BOX, ...boxes, iloc(items), iinf(items));
}

const NO_ITEMS: Item[] = [
  { id: 1, type: 'av01', method: 0, start: 0, length: 0 },
  { id: 2, type: 'Exif', method: 0, start: 0, length: 0 },
];

describe('cleaning an AVIF', () => {
  it('keeps the extents of images in mdat and blanks all others', () => {
    const dataStart = FTYP.length + meta(NO_ITEMS).length + 8;
    const items = [
      { id: 1, type: 'av01', method: 0, start: dataStart + 4, length: 5 },
      { id: 2, type: 'Exif', method: 0, start: dataStart + 9, length: 4 },
    ];
    const file = clean(FTYP, meta(items), box('mdat', 'hole', 'image', 'EXIF', 'rest'));
    expect(file.slice(dataStart - 4)).toBe(`mdat\0\0\0\0image${'\0'.repeat(8)}`);
    expect(file).not.toContain('Exif');
  });

  it('keeps the data of images in idat, where idat precedes iloc', () => {
    const items = [
      { id: 1, type: 'grid', method: 1, start: 4, length: 4 },
      { id: 2, type: 'mime', method: 1, start: 0, length: 4 },
    ];
    const file = clean(FTYP, meta(items, box('idat', 'xmp.grid')));
    expect(file).toContain('idat\0\0\0\0grid');
    expect(file).not.toContain('rdf');
  });

  it('keeps an image whose extent ends with the file', () => {
    const items = [{ id: 1, type: 'av01', method: 0, start: 0, length: 0 }];
    expect(clean(FTYP, meta(items), join(uint32(0), 'mdat', 'image'))).toMatch(/mdatimage$/);
  });

  it.each(['xml ', 'bxml', 'uuid', 'note'])('turns a box "%s" of meta into a free box', (type) => {
    const file = clean(FTYP, meta([], box(type, PLACE)));
    expect(file).toContain(`free${'\0'.repeat(PLACE.length)}`);
    expect(file).not.toContain(type);
  });

  it('turns a description among the properties into a free box', () => {
    const properties = box(
      'iprp',
      box('ipco', box('ispe', FULL_BOX), box('udes', PLACE)),
      box('ipma', FULL_BOX),
    );
    const file = clean(FTYP, meta([], properties));
    expect(file).toContain('ispe');
    expect(file).toContain(`free${'\0'.repeat(PLACE.length)}`);
  });

  it.each(['uuid', 'udta', 'free', 'skip', 'note', 'meta'])(
    'turns a box "%s" of the file into a free box',
    (type) => {
      expect(clean(FTYP, meta([]), box(type, PLACE))).toMatch(new RegExp(`free\0{${PLACE.length}}$`));
    },
  );

  it('ends the image at a box shorter than its header', () => {
    const file = clean(FTYP, meta([]), box('mdat', 'image'), uint32(7), box('mdat', PLACE));
    expect(file).toMatch(/mdat\0+$/);
  });

  it.each<[string, 'malformed' | 'unprovable', Uint8Array[]]>([
    ['with mdat before meta', 'unprovable', [FTYP, box('mdat', PLACE), meta([])]],
    ['with meta of 1 MiB and more', 'unprovable', [FTYP, join(uint32(0x100_009), 'meta')]],
    ['with meta up to the end of the file', 'unprovable', [FTYP, join(uint32(0), 'meta')]],
    ['with moov after mdat', 'unprovable', [FTYP, meta([]), box('mdat', PLACE), box('moov', PLACE)]],
    [
      'of the bytes of other items',
      'unprovable',
      [FTYP, meta([{ id: 1, type: 'av01', method: 2, start: 0, length: 1 }])],
    ],
    ['without ftyp', 'malformed', [box('mdat', PLACE)]],
    ['with a box longer than meta', 'malformed', [FTYP, box('meta', FULL_BOX, uint32(100), 'iinf')]],
    [
      'with iloc that ends early',
      'malformed',
      [FTYP, box('meta', FULL_BOX, iinf([]), box('iloc', FULL_BOX))],
    ],
    ['with a box shorter than its header', 'malformed', [FTYP, join(uint32(7), 'meta')]],
  ])('reports an AVIF %s as %s', (_, reason, parts) => {
    expect(() => clean(...parts)).toThrow(expect.objectContaining({ name: 'UncleanableImageError', reason }));
  });
});

describe('cleaning an AVIF sequence', () => {
  const OWN_SAMPLES = 4;

  function track(handler: string, offsets: number[], sizes: number[], ...boxes: Uint8Array[]): Uint8Array {
    const table = box(
      'stbl',
      // Two samples in the first chunk, one in each other.
      box('stsc', FULL_BOX, uint32(2), ...[1, 2, 1, 2, 1, 1].map(uint32)),
      box('stsz', FULL_BOX, uint32(0), uint32(sizes.length), ...sizes.map(uint32)),
      box('stco', FULL_BOX, uint32(offsets.length), ...offsets.map(uint32)),
    );
    const media = box('mdia', box('hdlr', FULL_BOX, uint32(0), handler, '\0'), box('minf', table));
    return box('trak', media, ...boxes);
  }

  function sequence(dataStart: number): Uint8Array[] {
    return [
      FTYP,
      meta([]),
      box(
        'moov',
        track('pict', [dataStart, dataStart + 9], [2, 3, OWN_SAMPLES], box('udta', PLACE)),
        track('meta', [dataStart + 5, dataStart + 13], [1, 3, OWN_SAMPLES]),
        box('udta', PLACE),
      ),
    ];
  }

  it('keeps the samples of images and blanks those of other tracks', () => {
    const dataStart = join(...sequence(0)).length + 8;
    const file = clean(...sequence(dataStart), box('mdat', 'f1', 'f+2', 'text', 'f..3', 'more'));
    expect(file.slice(dataStart)).toBe(`f1f+2${'\0'.repeat(4)}f..3${'\0'.repeat(4)}`);
    expect(indexOf(Buffer.from(file, 'latin1'), PLACE)).toBe(-1);
  });

  it('reports an image track without sample sizes as unprovable', () => {
    const media = box('mdia', box('hdlr', FULL_BOX, uint32(0), 'pict'), box('minf', box('stbl')));
    expect(() => clean(FTYP, box('moov', box('trak', media)))).toThrow(
      expect.objectContaining({ reason: 'unprovable' }),
    );
  });
});
