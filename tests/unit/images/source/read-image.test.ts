import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImage } from '../../../../src/lib/images/source/read-image.ts';

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
        expect(image).toMatchObject({ mayBeRotated: false });
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
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['no byte', ''],
  ])('refuses %s', async (_, text) => {
    const body = streamOf(new TextEncoder().encode(text));
    await expect(readImage(body)).rejects.toMatchObject({ code: 'not-an-image' });
  });
});

describe('the metadata of an image', () => {
  const exif = (image: Sharp) => image.withMetadata({ orientation: 6 });
  const xmp = (image: Sharp) => image.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');

  it.each(['png', 'jpeg', 'webp', 'avif'] as const)(
    'with an orientation is found in a %s',
    async (format) => {
      const image = await readImage(streamOf(await sample(format, exif)));
      expect(image).toMatchObject({ mayBeRotated: true });
    },
  );

  it.each([
    ['png', true],
    ['jpeg', false],
    ['webp', false],
    ['avif', false],
  ] as const)('with XMP alone is found in a %s, which may be rotated: %s', async (format, mayBeRotated) => {
    const image = await readImage(streamOf(await sample(format, xmp)));
    expect(image).toMatchObject({ mayBeRotated });
  });
});
