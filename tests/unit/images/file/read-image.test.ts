import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImage } from '../../../../src/lib/images/file/read-image.ts';
import {
  avifSequence,
  exifBehindFrame,
  heicFrom,
  imageFixture,
  jpegWithSegments,
} from '../../../support/images/odd-images.ts';

const FORMATS = ['png', 'jpeg', 'webp', 'avif', 'gif'] as const;
type Format = (typeof FORMATS)[number];

async function sample(format: Format, change = (image: Sharp) => image): Promise<Uint8Array> {
  const image = sharp({ create: { width: 60, height: 40, channels: 3, background: '#a03050' } });
  return new Uint8Array(await change(image).toFormat(format).toBuffer());
}

/** A stream in chunks of this many bytes. */
function streamOf(bytes: Uint8Array, chunkBytes = 100_000): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + chunkBytes));
      at += chunkBytes;
    },
  });
}

describe('readImage()', () => {
  it.each(FORMATS)(
    'reads type and size of a %s from its first bytes and passes all bytes on',
    async (format) => {
      const bytes = await sample(format);
      for (const chunkBytes of [1, 7, 100_000]) {
        const image = await readImage(streamOf(bytes, chunkBytes));
        expect(image).toMatchObject({ type: `image/${format}`, width: 60, height: 40 });
        expect(image).toMatchObject({ isRotated: false, isSizeKnown: true });
        expect(new Uint8Array(await new Response(image.body).arrayBuffer())).toEqual(bytes);
      }
    },
  );

  it('reads little of a stream that is not an image', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new TextEncoder().encode('<html>'.repeat(100)));
      },
    });
    await expect(readImage(endless)).rejects.toMatchObject({ code: 'not-an-image', status: 415 });
    expect(pulled).toBeLessThan(5);
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['HTML', '<!doctype html><title>x</title>'],
    ['the first bytes of a GIF', 'GIF89a'],
    ['the first bytes of a HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['no byte', ''],
  ])('refuses %s', async (_, text) => {
    const body = streamOf(new TextEncoder().encode(text));
    await expect(readImage(body)).rejects.toMatchObject({ code: 'not-an-image' });
  });
});

describe('the metadata of an image', () => {
  const exif = (image: Sharp) => image.withMetadata({ orientation: 6 });
  const xmp = (image: Sharp) => image.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');

  it.each(['png', 'jpeg', 'webp'] as const)('with an orientation is found in a %s', async (format) => {
    const image = await readImage(streamOf(await sample(format, exif)));
    expect(image).toMatchObject({ isRotated: true });
  });

  it('with an orientation is found in a JPEG behind its frame header', async () => {
    for (const chunkBytes of [1, 100_000]) {
      const image = await readImage(streamOf(exifBehindFrame(await sample('jpeg', exif)), chunkBytes));
      expect(image).toMatchObject({ isRotated: true, width: 40, height: 60 });
    }
  });

  it('without an orientation rotates no image', async () => {
    const image = await readImage(streamOf(imageFixture('png-exif-control.png')));
    expect(image).toMatchObject({ isRotated: false, isSizeKnown: true });
  });

  it.each([
    ['png', true],
    ['jpeg', false],
    ['webp', false],
    ['avif', false],
  ] as const)('with XMP alone is found in a %s, which may be rotated: %s', async (format, mayBeRotated) => {
    const image = await readImage(streamOf(await sample(format, xmp)));
    expect(image).toMatchObject({ isRotated: false, isSizeKnown: !mayBeRotated });
  });
});

describe('the facts of an image', () => {
  const CHUNK_SIZES = [1, 7, 100_000];

  it.each([
    ['anim.gif', { isAnimated: true }],
    ['anim.webp', { isAnimated: true }],
    ['anim.png', { isAnimated: true }],
    ['icon-16x16-interlaced-palette.png', { isAnimated: false, width: 16, height: 16 }],
    ['avif-irot90.avif', { isAnimated: false, width: 32, height: 64, isSizeKnown: true }],
  ])('%s are %o, however its bytes arrive', async (name, facts) => {
    for (const chunkBytes of CHUNK_SIZES)
      expect(await readImage(streamOf(imageFixture(name), chunkBytes))).toMatchObject(facts);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are the sides as shown for EXIF orientation %d', async (orientation) => {
    const size = orientation < 5 ? { width: 60, height: 40 } : { width: 40, height: 60 };
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const bytes = await sample(format, (image) => image.withMetadata({ orientation }));
      expect(await readImage(streamOf(bytes, 7))).toMatchObject({ ...size, isSizeKnown: true });
    }
  });

  it.each(['png', 'webp', 'avif'] as const)('include the transparency of a %s', async (format) => {
    const image = (alpha: number) =>
      sharp({ create: { width: 9, height: 9, channels: 4, background: { r: 9, g: 9, b: 9, alpha } } });
    for (const lossless of [true, false]) {
      const options = format === 'png' ? {} : { lossless };
      const clear = new Uint8Array(await image(0).toFormat(format, options).toBuffer());
      expect(await readImage(streamOf(clear))).toMatchObject({ hasAlpha: true });
      const opaque = new Uint8Array(await image(1).removeAlpha().toFormat(format, options).toBuffer());
      expect(await readImage(streamOf(opaque))).toMatchObject({ hasAlpha: false });
    }
  });

  it('are found behind 40 segments of a JPEG, and are source-too-large behind 80', async () => {
    const jpeg = await sample('jpeg');
    expect(await readImage(streamOf(jpegWithSegments(jpeg, 40)))).toMatchObject({ width: 60, height: 40 });
    await expect(readImage(streamOf(jpegWithSegments(jpeg, 80)))).rejects.toMatchObject({
      code: 'source-too-large',
      status: 413,
      message: expect.stringContaining('4194304 bytes'),
    });
  });

  it('count as an animation where the head is too short', async () => {
    const gif = imageFixture('anim.gif');
    expect(await readImage(streamOf(gif.subarray(0, 60)))).toMatchObject({ isAnimated: true });
    const webp = imageFixture('anim.webp').slice();
    // Announces EXIF that does not come.
    webp[20] = (webp[20] ?? 0) | 0x08;
    expect(await readImage(streamOf(webp))).toMatchObject({ isAnimated: true, isSizeKnown: false });
  });

  it('of a HEIC and of an AVIF sequence are read', async () => {
    const heic = heicFrom(imageFixture('avif-irot90.avif'));
    expect(await readImage(streamOf(heic))).toMatchObject({ type: 'image/heic', width: 32, height: 64 });
    const sequence = { type: 'image/avif', width: 40, height: 30, isAnimated: true };
    expect(await readImage(streamOf(avifSequence(40, 30)))).toMatchObject(sequence);
  });

  it('never fail with anything but a Problem, wherever a file is cut or damaged', async () => {
    const names = ['anim.gif', 'anim.webp', 'anim.png', 'avif-irot90.avif', 'exiftool-gps.png'];
    for (const name of names) {
      const bytes = imageFixture(name);
      for (let at = 0; at < Math.min(bytes.length, 400); at++) {
        const damaged = bytes.map((byte, i) => (i === at ? 0xff : byte));
        for (const input of [bytes.subarray(0, at), damaged]) {
          const failure = await readImage(streamOf(input)).catch((error: unknown) => error);
          if (failure instanceof Error) expect(failure.name).toBe('Problem');
        }
      }
    }
  });
});
