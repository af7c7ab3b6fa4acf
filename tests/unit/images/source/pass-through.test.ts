import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readImage, type SourceImage } from '../../../../src/lib/images/file/read-image.ts';
import { canPassThrough, passThrough } from '../../../../src/lib/images/source/pass-through.ts';

/** Lengths that were announced to the runtime. */
let lengths: number[] = [];

/** Node has no FixedLengthStream. This one does not check its length. */
class UncheckedStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(length: number) {
    super();
    lengths.push(length);
  }
}

beforeEach(() => {
  lengths = [];
  vi.stubGlobal('FixedLengthStream', UncheckedStream);
});
afterEach(() => vi.unstubAllGlobals());

function fixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../../fixtures/images/${name}`, import.meta.url)));
}

/** The milliseconds that were added to the budget of the source. */
const extendBudget = vi.fn();

function upstreamOf(headers: Record<string, string>) {
  return { headers: new Headers(headers), extendBudget };
}

function passed(image: SourceImage, upstream: ReturnType<typeof upstreamOf>): ReadableStream<Uint8Array> {
  if (!canPassThrough(image)) throw new Error(`${image.type} must be encoded.`);
  return passThrough(image, upstream);
}

function imageOf(bytes: Uint8Array<ArrayBuffer>): Promise<SourceImage> {
  return readImage(new Blob([bytes]).stream());
}

describe('an image passes through', () => {
  it.each([
    ['anim.gif', true],
    ['anim.webp', true],
    ['avif-irot90.avif', true],
    ['jpeg-iptc-location.jpg', true],
    ['webp-exif-without-flag.webp', true],
    // Its EXIF has no orientation.
    ['png-exif-control.png', true],
  ])('%s: %s', async (name, expected) => {
    expect(canPassThrough(await imageOf(fixture(name)))).toBe(expected);
  });

  it('never where a PNG has text before its pixels, in which ImageMagick stores EXIF', async () => {
    const image = sharp({ create: { width: 6, height: 4, channels: 3, background: 'red' } });
    const bytes = await image.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').png().toBuffer();
    expect(canPassThrough(await imageOf(new Uint8Array(bytes)))).toBe(false);
  });

  it.each(['png', 'jpeg', 'webp'] as const)(
    'never where the EXIF of a %s rotates it, which not every client obeys',
    async (format) => {
      const image = sharp({ create: { width: 6, height: 4, channels: 3, background: 'red' } });
      const turned = await image.withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
      expect(canPassThrough(await imageOf(new Uint8Array(turned)))).toBe(false);
    },
  );
});

describe('an image that passes through', () => {
  it('has its metadata blanked, and its length unchanged', async () => {
    const bytes = fixture('jpeg-iptc-location.jpg');
    const upstream = upstreamOf({ 'content-length': String(bytes.length) });
    const result = await new Response(passed(await imageOf(bytes), upstream)).bytes();
    expect(result.length).toBe(bytes.length);
    expect(result).not.toEqual(bytes);
    expect(lengths).toEqual([bytes.length]);
  });

  it('has no announced length when its source has none, or when the runtime decodes it', async () => {
    for (const headers of [
      {},
      { 'content-length': 'many' },
      { 'content-length': '288', 'content-encoding': 'gzip' },
    ]) {
      const bytes = fixture('anim.gif');
      const result = await new Response(passed(await imageOf(bytes), upstreamOf(headers))).bytes();
      expect(result).toEqual(bytes);
    }
    expect(lengths).toEqual([]);
  });

  it('extends the time budget of its source by 1 ms per 128 bytes', async () => {
    passed(await imageOf(fixture('anim.gif')), upstreamOf({ 'content-length': '1280000' }));
    expect(extendBudget).toHaveBeenLastCalledWith(10_000);
  });

  it('fails where its source fails', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(fixture('anim.gif').subarray(0, 250)),
      pull: () => Promise.reject(new Error('connection reset')),
    });
    const result = passed(await readImage(body), upstreamOf({ 'content-length': '288' }));
    await expect(new Response(result).bytes()).rejects.toThrow('connection reset');
  });
});
