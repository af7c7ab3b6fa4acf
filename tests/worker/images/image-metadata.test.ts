import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { look } from '../../support/images/images.ts';
import { encodedSamples, SECRETS } from '../../support/images/metadata-samples.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { call } from '../../support/worker/worker.ts';

/** Text of the place in the fixtures: the Royal Observatory in Greenwich. */
const PLACE = /51\.4778|51,28|Greenwich|Blackheath|GPSLatitude/;
/** 51°, 28′ as TIFF rationals, big-endian and little-endian. */
const LATITUDES = ['00000033000000010000001c00000001', '33000000010000001c00000001000000'];

const FILES = [
  'png-exif-control.png',
  'png-exif-after-idat.png',
  'png-text-after-idat.png',
  'png-xmp-after-idat.png',
  'png-exif-behind-5k-chunk.png',
  'exiftool-gps.png',
  'jpeg-iptc-location.jpg',
  'jpeg-comment-location.jpg',
  'jpeg-exif-after-sof-5k.jpg',
  'webp-exif-without-flag.webp',
  'webp-exif-after-simple-vp8.webp',
  'gif-xmp-at-end.gif',
];

const SAMPLES = await encodedSamples();

function fixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/images/${name}`, import.meta.url)));
}

/** Serves a file whose first chunk ends at `cut`. */
function serve(bytes: Uint8Array<ArrayBuffer>, cut: number): void {
  const body = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
  upstream.use(http.get(`${HOST}/:name`, () => new HttpResponse(body())));
}

function tellsPlace(bytes: Uint8Array): boolean {
  const hex = Buffer.from(bytes).toString('hex');
  return PLACE.test(Buffer.from(bytes).toString('latin1')) || LATITUDES.some((text) => hex.includes(text));
}

describe('an image that needs no change', () => {
  it.each(FILES)('does not reveal where %s was taken, at any split of its bytes', async (name) => {
    const bytes = fixture(name);
    expect(tellsPlace(bytes)).toBe(true);
    for (const cut of [1, 40, 5000]) {
      serve(bytes, Math.min(cut, bytes.length));
      const response = await call(`/image/_/${HOST}/${name}?cut=${cut}`);
      expect(response.status).toBe(200);
      const passed = await response.arrayBuffer();
      expect(tellsPlace(new Uint8Array(passed)), `cut at ${cut}`).toBe(false);
      const [before, after] = [await look(bytes.buffer), await look(passed)];
      expect([after.width, after.height]).toEqual([before.width, before.height]);
    }
  });

  it.each(['anim.gif', 'anim.webp', 'anim.png', 'avif-irot90.avif'])(
    'passes %s through byte for byte when it has no metadata',
    async (name) => {
      const bytes = fixture(name);
      serve(bytes, 40);
      const response = await call(`/image/_/${HOST}/${name}`);
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    },
  );

  it.each(SAMPLES.filter(({ isClean }) => !isClean))(
    'does not reveal what $name carries, at any split of its bytes',
    async ({ type, bytes }) => {
      const file = new Uint8Array(bytes);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: file.length - 1 }), async (cut) => {
          serve(file, cut);
          const response = await call(`/image/_/${HOST}/${type.replace('/', '.')}?cut=${cut}`);
          expect(response.status).toBe(200);
          const passed = Buffer.from(await response.arrayBuffer());
          expect(SECRETS.filter((secret) => passed.includes(secret))).toEqual([]);
        }),
        { numRuns: 5, examples: [[1], [40]] },
      );
    },
  );
});
