import { HttpResponse, http } from 'msw';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { signedPath } from '../../../src/lib/images/url/signature.ts';
import { croppedAvif } from '../../support/images/cropped-avif.ts';
import { encoded, look, png } from '../../support/images/images.ts';
import { avifSequence, imageFixture, jpegWithSegments } from '../../support/images/odd-images.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { call, SIGNING_KEY } from '../../support/worker/worker.ts';

const MODERN = 'image/avif,image/webp,image/apng,image/*,*/*;q=0.8';

let count = 0;

/** Requests a rendering of a file by a signed URL, which has exactly the options that it says. */
async function render(file: Uint8Array, options: string, accept = MODERN): Promise<Response> {
  const source = `${HOST}/kind-${count++}`;
  upstream.use(http.get(source, () => new HttpResponse(new Uint8Array(file))));
  return call(await signedPath({ options, source }, SIGNING_KEY), { headers: { accept } });
}

async function typeOf(response: Promise<Response>): Promise<string | null> {
  const { headers, body } = await response;
  await body?.cancel();
  return headers.get('content-type');
}

async function describeImage(file: Uint8Array): Promise<Record<string, unknown>> {
  const response = await render(file, 'format=json');
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Record<string, unknown>;
}

describe.each(['anim.gif', 'anim.webp', 'anim.png'])('the animation %s', (name) => {
  const file = imageFixture(name);

  it.each([
    'w=20,format=auto',
    'f=auto,h=9',
    'w=20,h=20,fit=cover,f=auto',
    'w=10,dpr=2,f=auto,q=50',
    'preset=avatar',
    'f=auto,blur=3',
  ])('becomes a WebP, never the still of an AVIF, with %s', async (options) => {
    expect(await typeOf(render(file, options))).toBe('image/webp');
  });

  it.each(['w=20,f=auto,anim=false', 'w=20,f=avif'])('becomes an AVIF with %s', async (options) => {
    expect(await typeOf(render(file, options))).toBe('image/avif');
  });
});

type RotatedImage = [name: string, file: Uint8Array, width: number, height: number];

/** Images whose sides as shown are 60 × 40 or 40 × 60, and those sides. */
async function rotatedImages(): Promise<RotatedImage[]> {
  const image = sharp(png(60, 40)).removeAlpha();
  const turned = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((orientation) =>
    (['jpeg', 'png', 'webp'] as const).map(async (format): Promise<RotatedImage> => {
      const file = await image.clone().withMetadata({ orientation }).toFormat(format).toBuffer();
      const [width, height] = orientation < 5 ? [60, 40] : [40, 60];
      return [`a ${format} with orientation ${orientation}`, new Uint8Array(file), width, height];
    }),
  );
  const avif = await bytesOf(image.clone().resize(90, 60).avif({ effort: 0 }));
  return [
    ...(await Promise.all(turned)),
    ['an AVIF with irot', imageFixture('avif-irot90.avif'), 32, 64],
    ['an AVIF with clap', croppedAvif(avif, 60, 40), 60, 40],
  ];
}

async function bytesOf(image: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await image.toBuffer());
}

describe.each(await rotatedImages())('%s', (_, file, width, height) => {
  it('has its sides as shown in format=json', async () => {
    const size = { width, height };
    expect(await describeImage(file)).toMatchObject({ ...size, original: size });
  });

  it('has its sides as shown in a result that covers, and in one that is passed through', async () => {
    const covered = await look(await (await render(file, 'w=16,h=8,fit=cover,f=png')).arrayBuffer());
    expect([covered.width, covered.height]).toEqual([16, 8]);
    const whole = await look(await (await render(file, 'w=4000,f=png')).arrayBuffer());
    expect([whole.width, whole.height]).toEqual([width, height]);
  });
});

describe('format=auto for a client that names neither AVIF nor WebP', () => {
  const opaque = png(20, 20);
  const transparent = png(20, 20, [200, 30, 60, 128]);

  it.each(['webp', 'avif'] as const)(
    'is a JPEG of an opaque %s and a PNG of a transparent one',
    async (format) => {
      for (const accept of [
        '*/*',
        'image/*',
        'text/html,*/*;q=0.8',
        'image/png',
        'image/avif;q=0,image/webp;q=0',
      ]) {
        for (const options of ['f=auto', 'w=10,f=auto', 'f=auto,w=4000']) {
          const plain = new Uint8Array(await sharp(opaque).removeAlpha().toFormat(format).toBuffer());
          expect(await typeOf(render(plain, options, accept)), accept).toBe('image/jpeg');
          expect(await typeOf(render(await encoded(transparent, format), options, accept)), accept).toBe(
            'image/png',
          );
        }
      }
    },
  );
});

describe('a JPEG with metadata before its frame', () => {
  const jpeg = encoded(png(60, 40), 'jpeg');

  it.each([1, 40, 60])('of %d segments of 64 KiB is an image', async (segments) => {
    const file = jpegWithSegments(await jpeg, segments);
    expect(await describeImage(file)).toMatchObject({ width: 60, height: 40 });
    expect((await render(file, 'w=30')).status).toBe(200);
  });

  it('of 80 segments of 64 KiB is 413 with the limit', async () => {
    const response = await render(jpegWithSegments(await jpeg, 80), 'w=30');
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('4194304 bytes') });
  });
});

it('an AVIF sequence is passed through', async () => {
  const file = avifSequence(40, 30);
  const response = await render(file, 'f=auto');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/avif']);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(file);
});

it.each([1, 2, 3])('dpr=%d multiplies the width, also of an unsigned URL', async (dpr) => {
  upstream.use(http.get(`${HOST}/dense`, () => new HttpResponse(png(400, 200))));
  const { width } = await look(await (await call(`/image/w=100,dpr=${dpr}/${HOST}/dense`)).arrayBuffer());
  expect(width).toBe(100 * dpr);
});
