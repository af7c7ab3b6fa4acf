import { HttpResponse, http } from 'msw';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { signedPath } from '../../../src/lib/images/url/signature.ts';
import { claimedPng, png } from '../../support/images/images.ts';
import { avifSequence, heicFrom, imageFixture } from '../../support/images/odd-images.ts';
import { FAULT_ORIGIN, faultHandler, HOST, upstream } from '../../support/worker/upstream.ts';
import { call, SIGNING_KEY } from '../../support/worker/worker.ts';

beforeEach(() => upstream.use(faultHandler));

async function statusOf(path: string): Promise<number> {
  const response = await call(path);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.text()).not.toMatch(/sharp|vips|node_modules|at .*\.js/i);
  return response.status;
}

describe('an upstream of images', () => {
  it.each([
    [301, 502, 'source-failed', null],
    [401, 403, 'source-forbidden', null],
    [402, 502, 'source-failed', null],
    [403, 403, 'source-forbidden', null],
    [404, 404, 'source-not-found', null],
    [410, 410, 'source-gone', null],
    [429, 503, 'source-busy', '9'],
    [500, 502, 'source-failed', null],
    [503, 503, 'source-busy', '9'],
  ])(
    'with status %d is %d %s, without its headers or body, with Retry-After: %s',
    async (status, expected, code, retryAfter) => {
      const secrets = {
        'set-cookie': 'secret=1; Max-Age=0',
        'retry-after': '9',
        'www-authenticate': 'Basic',
      };
      upstream.use(
        http.get(`${HOST}/x`, () => new HttpResponse('<h1>secret</h1>', { status, headers: secrets })),
      );
      const response = await call(`/image/w=1/${HOST}/x`);
      expect([response.status, response.headers.get('retry-after')]).toEqual([expected, retryAfter]);
      expect(response.headers.has('set-cookie')).toBe(false);
      expect(response.headers.has('www-authenticate')).toBe(false);
      const body = await response.text();
      expect(JSON.parse(body)).toMatchObject({ code });
      expect(body).not.toContain('secret');
    },
  );

  it('cannot set the type, the caching or other headers of the response', async () => {
    const response = await call(`/image/format=auto/${FAULT_ORIGIN}/headers`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toContain('max-age=300');
    for (const name of ['set-cookie', 'x-secret']) expect(response.headers.has(name)).toBe(false);
  });
});

describe('a source image', () => {
  const whole = png(400, 400);
  const cases: [string, Uint8Array<ArrayBuffer>, number][] = [
    ['of more than 12,000 px per side', claimedPng(12_001, 10), 413],
    ['of more than 100 megapixels', claimedPng(11_000, 11_000), 413],
    ['of four billion pixels per side', claimedPng(0xffffffff, 0xffffffff), 413],
    ['without pixels', claimedPng(0, 10), 422],
    ['that claims a false size', claimedPng(5000, 5000), 422],
    ['that is truncated', whole.slice(0, whole.length / 2), 422],
    ['that is truncated in its header', whole.slice(0, 20), 415],
    ['of noise after its header', claimedPng(30, 30).map((byte, i) => (i > 60 ? 0x5a : byte)), 422],
  ];
  it.each(cases)('%s is refused', async (_, bytes, status) => {
    upstream.use(http.get(`${HOST}/x`, () => new HttpResponse(bytes)));
    expect(await statusOf(`/image/format=webp/${HOST}/x`)).toBe(status);
  });

  it('is not enlarged beyond the limits of the owner', async () => {
    upstream.use(http.get(`${HOST}/x`, () => new HttpResponse(png(10, 400))));
    expect(await statusOf(`/image/width=4000,fit=contain/${HOST}/x`)).toBe(400);
  });

  it('with a thousand frames is rendered', async () => {
    const frames = Array.from({ length: 1000 }, (_, i) => png(8, 8, [i % 256, i >> 2, 90, 255]));
    const animation = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    upstream.use(http.get(`${HOST}/x`, () => new HttpResponse(new Uint8Array(animation))));
    expect((await call(`/image/format=webp,anim=false/${HOST}/x`)).status).toBe(200);
  });
});

describe('format=json', () => {
  const noise = (height: number) =>
    sharp({
      create: {
        width: 16,
        height,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
  // The local binding writes no GIF.
  const sources: [string, () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>][] = [
    ...[
      'icon-16x16-interlaced-palette.png',
      'sprite-12x4000.png',
      'anim.png',
      'anim.webp',
      'avif-irot90.avif',
      'exiftool-gps.png',
    ].map((name): [string, () => Uint8Array<ArrayBuffer>] => [name, () => imageFixture(name)]),
    ['noise of 16 × 16 px', async () => new Uint8Array(await noise(16).png().toBuffer())],
    ['noise of 16 × 3000 px', async () => new Uint8Array(await noise(3000).png().toBuffer())],
    ['one pixel', () => png(1, 1)],
    ['4000 × 1 px', () => png(4000, 1)],
  ];
  it.each(sources)('of %s has a placeholder of bounded size', async (_, make) => {
    const bytes = await make();
    upstream.use(http.get(`${HOST}/x`, () => new HttpResponse(bytes)));
    for (const options of ['', ',w=8,h=400,fit=cover', ',w=16', ',rotate=90', ',fit=pad,w=9,h=90']) {
      const source = `${HOST}/x`;
      const path = await signedPath({ options: `format=json${options}`, source }, SIGNING_KEY);
      const response = await call(path);
      expect([options, response.status]).toEqual([options, 200]);
      const text = await response.text();
      expect(text.length).toBeLessThan(4000);
      const [, data = ''] = JSON.parse(text).placeholder.split(',');
      const { width = 0, height = 0 } = await sharp(Buffer.from(data, 'base64')).metadata();
      expect(width <= 32 && height <= 32).toBe(true);
    }
  });
});

describe('a source that the local binding may not decode', () => {
  const avif = imageFixture('avif-irot90.avif');
  it.each([
    ['HEIC', heicFrom(avif)],
    ['AVIF sequence', avifSequence(40, 30)],
  ])('%s is no error of the Worker', async (_, bytes) => {
    upstream.use(http.get(`${HOST}/x`, () => new HttpResponse(bytes)));
    for (const options of ['_', 'format=json', 'w=9', 'f=auto', 'f=webp', 'f=png,w=9'])
      expect((await call(`/image/${options}/${HOST}/x`)).status).toBeLessThan(500);
  });
});
