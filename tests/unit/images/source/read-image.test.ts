import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPicture } from '../../../../src/lib/images/source/read-image.ts';

const FORMATS = ['png', 'jpeg', 'webp', 'avif', 'gif'] as const;

async function sample(format: (typeof FORMATS)[number], orientation?: number): Promise<Uint8Array> {
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#a03050' } });
  const turned = orientation === undefined ? picture : picture.withMetadata({ orientation });
  return new Uint8Array(await turned.toFormat(format).toBuffer());
}

/** A stream of chunks of this length. */
function streamOf(bytes: Uint8Array, length: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + length));
      at += length;
    },
  });
}

describe('a picture', () => {
  it.each(FORMATS)(
    'in %s is read by its first bytes, whatever the chunks, and handed on whole',
    async (format) => {
      const bytes = await sample(format);
      for (const length of [1, 7, 100_000]) {
        const picture = await readPicture(streamOf(bytes, length));
        expect(picture).toMatchObject({ type: `image/${format}`, width: 60, height: 40, hasExif: false });
        expect(new Uint8Array(await new Response(picture.body).arrayBuffer())).toEqual(bytes);
      }
    },
  );

  it.each(['png', 'jpeg', 'webp', 'avif'] as const)('in %s tells that it has EXIF', async (format) => {
    const picture = await readPicture(streamOf(await sample(format, 6), 100_000));
    expect(picture.hasExif).toBe(true);
  });

  it('is not looked for beyond its first bytes in what is none', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new TextEncoder().encode('<html>'.repeat(100)));
      },
    });
    await expect(readPicture(endless)).rejects.toMatchObject({ status: 415 });
    expect(pulled).toBeLessThan(5);
  });
});
