import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { UncleanableImageError } from '../../../../../src/lib/images/file/clean/byte-scanner.ts';
import {
  type CleanableType,
  cleanerFor,
  cleanStream,
} from '../../../../../src/lib/images/file/clean/cleaner.ts';
import {
  box,
  indexOf,
  insert,
  join,
  PLACE,
  pngChunk,
  riffChunk,
  uint16,
  uint32,
} from '../../../../support/images/file-structures.ts';
import {
  encodedSamples,
  fixtures,
  image,
  readFixture,
  SECRETS,
} from '../../../../support/images/metadata-samples.ts';

const SAMPLES = [...fixtures(), ...(await encodedSamples())].filter(({ bytes }) => bytes.length < 50_000);
const MAGIC = fc.constantFrom<[CleanableType, string]>(
  ['image/jpeg', '\xff\xd8'],
  ['image/jpeg', '\xff\xd8\xff\xda\0\x02'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/webp', 'RIFF\xff\0\0\0WEBP'],
  ['image/gif', 'GIF89a'],
  ['image/avif', '\0\0\0\x08ftyp'],
  ['image/avif', '\0\0\0\x08ftyp\0\0\0\xffmeta\0\0\0\0'],
);

function clean(type: CleanableType, ...chunks: Uint8Array[]): Uint8Array {
  const cleaner = cleanerFor(type);
  const parts = chunks.flatMap((chunk) => cleaner.push(chunk));
  return join(...parts, ...cleaner.end());
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** Cleans chunk by chunk; returns undefined if that throws UncleanableImageError. */
function tryToClean(type: CleanableType, chunks: Uint8Array[]): Uint8Array | undefined {
  const cleaner = cleanerFor(type);
  const parts: Uint8Array[] = [];
  let pushed = 0;
  try {
    for (const chunk of chunks) {
      pushed += chunk.length;
      parts.push(...cleaner.push(chunk));
      expect(join(...parts).length).toBeLessThanOrEqual(pushed);
    }
    return join(...parts, ...cleaner.end());
  } catch (error) {
    expect(error).toBeInstanceOf(UncleanableImageError);
    expect(() => cleaner.push(Uint8Array.of(1))).toThrow(UncleanableImageError);
    return undefined;
  }
}

const FORMATS = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
} as const;

/** Pixels, or why there are none. */
async function decode(bytes: Uint8Array): Promise<string> {
  const pixels = sharp(bytes, { failOn: 'none' }).raw().toBuffer();
  return pixels.then((buffer) => buffer.toString('base64'), String);
}

describe('cleaning a truncated image', () => {
  it('keeps its length and leaks nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.double({ min: 0, max: 1, noNaN: true }), (sample, part) => {
        const bytes = sample.bytes.subarray(0, Math.floor(sample.bytes.length * part));
        const cleaned = clean(sample.type, bytes);
        expect(cleaned).toHaveLength(bytes.length);
        expect(SECRETS.filter((secret) => indexOf(cleaned, secret) !== -1)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('cleaning a damaged image', () => {
  it('throws UncleanableImageError or keeps its length, whatever the bytes', () => {
    fc.assert(
      fc.property(
        MAGIC,
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }),
        ([type, magic], rest) => {
          const chunks = [join(magic), ...rest];
          const cleaned = tryToClean(type, chunks);
          if (cleaned !== undefined) expect(cleaned).toHaveLength(join(...chunks).length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('throws UncleanableImageError or keeps its length, whichever bytes are changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), changes, fc.nat(), (sample, changed, position) => {
        const bytes = sample.bytes.slice();
        // Most files have their structure at the beginning.
        for (const [offset, value] of changed) bytes[offset % Math.min(bytes.length, 1000)] = value;
        const middle = position % bytes.length;
        const cleaned = tryToClean(sample.type, [bytes.subarray(0, middle), bytes.subarray(middle)]);
        if (cleaned !== undefined) expect(cleaned).toHaveLength(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, CleanableType, Uint8Array]>([
    ['a JPEG without a start', 'image/jpeg', join('\xff\xd9')],
    ['a JPEG segment of one byte', 'image/jpeg', join('\xff\xd8\xff\xdb\0\x01')],
    ['a PNG without a signature', 'image/png', join('\x89PNG\r\n\r\n')],
    ['a PNG chunk of 2 GiB', 'image/png', join('\x89PNG\r\n\x1a\n', uint32(0x8000_0000), 'IDAT')],
    ['a PNG chunk without a name', 'image/png', join('\x89PNG\r\n\x1a\n', uint32(1), '<a/>')],
    ['a WebP of another RIFF format', 'image/webp', join('RIFF\x20\0\0\0WAVE')],
    ['a WebP chunk longer than its file', 'image/webp', join('RIFF\x20\0\0\0WEBP', 'VP8 \x20\0\0\0')],
    ['a WebP with a short VP8X', 'image/webp', join('RIFF\x20\0\0\0WEBP', 'VP8X\x04\0\0\0')],
    ['a GIF of an unknown version', 'image/gif', join('GIF88a\0\0\0\0\0\0\0')],
    ['a GIF with text in place of its image', 'image/gif', join('GIF89a\0\0\0\0\0\0\0', PLACE)],
  ])('fails at %s', async (_, type, bytes) => {
    expect(() => clean(type, bytes)).toThrow(expect.objectContaining({ reason: 'malformed' }));
    const stream = streamOf(bytes).pipeThrough(cleanStream(type));
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow(UncleanableImageError);
  });

  it.each<[string, CleanableType, (bytes: Uint8Array) => Uint8Array]>([
    [
      'a JPEG whose last scan ends in a short segment',
      'image/jpeg',
      (bytes) => join(bytes.subarray(0, -2), '\xff\xfe\0\0', PLACE),
    ],
    [
      'a PNG with text instead of its end',
      'image/png',
      (bytes) => join(bytes.subarray(0, -12), `<${PLACE}>`),
    ],
    ['a GIF with text instead of its trailer', 'image/gif', (bytes) => join(bytes.subarray(0, -1), PLACE)],
    ['a WebP with a RIFF length that is 1 too long', 'image/webp', (bytes) => withRiffLength(bytes, 1)],
    ['a WebP with a RIFF length that is 1000 too long', 'image/webp', (bytes) => withRiffLength(bytes, 1000)],
    ['a WebP with an odd number of bytes', 'image/webp', (bytes) => join(withRiffLength(bytes, 1), [0])],
  ])('decodes as before: %s', async (_, type, damage) => {
    const bytes = damage(new Uint8Array(await image().toFormat(FORMATS[type]).toBuffer()));
    const cleaned = clean(type, bytes);
    expect(cleaned).toHaveLength(bytes.length);
    expect(indexOf(cleaned, PLACE)).toBe(-1);
    expect(await decode(cleaned)).toBe(await decode(bytes));
  });
});

function withRiffLength(webp: Uint8Array, excess: number): Uint8Array {
  const bytes = webp.slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(4, view.getUint32(4, true) + excess, true);
  return bytes;
}

describe('cleaning a hostile image', () => {
  it('does not recurse into frames of frames', () => {
    const depth = 20_000;
    const frames = Array.from({ length: depth }, (_, i) =>
      join('ANMF', uint32((depth - i - 1) * 24 + 16).reverse(), new Uint8Array(16)),
    );
    const webp = join('RIFF', uint32(4 + depth * 24).reverse(), 'WEBP', ...frames);
    expect(clean('image/webp', webp)).toHaveLength(webp.length);
  });

  it('does not count the bytes that a PNG chunk only claims', () => {
    const png = join('\x89PNG\r\n\x1a\n', uint32(0x7fff_ffff), 'teXt');
    expect(clean('image/png', png)).toHaveLength(png.length);
  });

  it('does not list extents that take no bytes', () => {
    const items = Array.from({ length: 5000 }, () => join(uint16(1), uint16(0), uint16(0xffff)));
    const iloc = box('iloc', uint32(0), uint16(0), uint16(items.length), ...items);
    const iinf = box('iinf', uint32(0), uint16(1), box('infe', [2, 0, 0, 0], uint16(1), uint16(0), 'av01\0'));
    const avif = join(box('ftyp', 'avif'), box('meta', uint32(0), iinf, iloc), box('mdat', 'image'));
    expect(clean('image/avif', avif)).toEqual(avif);
  });

  it('ends an image of too many structures', () => {
    const jpeg = join('\xff\xd8', '\xff\xfe\0\x02'.repeat(300_000));
    expect(() => clean('image/jpeg', jpeg)).toThrow(/at most 500000 structures/);
  });

  it('joins tiny parts, so that each chunk of a stream stays one chunk', async () => {
    const png = insert(
      readFixture('anim.png'),
      33,
      ...Array.from({ length: 100 }, () => pngChunk('prIv', 'x')),
    );
    const lengths: number[] = [];
    for await (const part of streamOf(png).pipeThrough(cleanStream('image/png'))) lengths.push(part.length);
    expect(lengths.length).toBeLessThan(10);
  });

  it('blanks an unknown chunk of a WebP that claims more than the file', () => {
    const note = riffChunk('NOTE', PLACE);
    note.set([0xff, 0xff, 0xff, 0x7f], 4);
    const webp = join('RIFF\xff\0\0\0WEBP', note);
    expect(indexOf(clean('image/webp', webp), PLACE)).toBe(-1);
  });
});
