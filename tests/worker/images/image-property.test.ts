import fc from 'fast-check';
import { HttpResponse, http } from 'msw';
import { expect, it } from 'vitest';
import { OPTIONS, type OptionName } from '../../../src/lib/images/options/options.ts';
import { signedPath } from '../../../src/lib/images/url/signature.ts';
import { claimedPng, encoded, png, quarters } from '../../support/images/images.ts';
import {
  avifSequence,
  exifBehindFrame,
  heicFrom,
  imageFixture,
  jpegWithSegments,
} from '../../support/images/odd-images.ts';
import { turnedByExif, turnedByIrot } from '../../support/images/rotated-images.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { call, SIGNING_KEY } from '../../support/worker/worker.ts';

const FACTORS = ['0.01', '0.5', '1', '1.000001', '10'];
const SIDES = ['1', '2', '7', '16', '64', '99', '301', '1200', '1201', '12000'];
const OFFSETS = ['0', '1', '64', '12000'];
const QUALITIES = ['1', '50', '85', '100', 'low', 'high'];
const FITS = ['scale-down', 'contain', 'cover', 'crop', 'aspect-crop', 'pad', 'squeeze'];
const PLACES = [
  'auto',
  'face',
  'entropy',
  'center',
  'left',
  'right',
  'top',
  'bottom',
  '0x0',
  '1x1',
  '0.333333x0.5',
];

/** Allowed values of every option, with those at its limits. The URL decodes them. */
const VALUES: Readonly<Record<Exclude<OptionName, 'sig'>, readonly string[]>> = {
  width: SIDES,
  height: SIDES,
  dpr: ['0.1', '1', '1.5', '2', '3'],
  fit: FITS,
  gravity: PLACES,
  segment: ['foreground'],
  format: ['auto', 'avif', 'webp', 'jpeg', 'baseline-jpeg', 'png', 'json'],
  quality: QUALITIES,
  'slow-connection-quality': QUALITIES,
  anim: ['true', 'false'],
  metadata: ['copyright'],
  background: ['white', '%23ff8800', 'rgb(1%2C2%2C3)', 'hsla(120%2C50%25%2C50%25%2C0.3)'],
  blur: ['1', '250'],
  border: ['%23000000;2', 'red;12000', '0;0;0;0', '0;0;4;0', '12000;1;1;1'],
  brightness: FACTORS,
  contrast: FACTORS,
  gamma: FACTORS,
  saturation: ['0', ...FACTORS],
  sharpen: ['0', '0.5', '10'],
  rotate: ['90', '180', '270'],
  flip: ['h', 'v', 'hv'],
  trim: ['border', '0;0;0;0', '20;30;20;0', '12000;12000;12000;12000'],
  'trim.left': OFFSETS,
  'trim.top': OFFSETS,
  'trim.width': SIDES,
  'trim.height': SIDES,
  onerror: ['redirect'],
  preset: ['card', 'avatar'],
  exp: ['999999999999'],
};

const avif = imageFixture('avif-irot90.avif');
const still = quarters(300, 200);
const photo = await encoded(still, 'jpeg');
const FIXTURES = [
  'anim.gif',
  'anim.png',
  'anim.webp',
  'exiftool-gps.png',
  'icon-16x16-interlaced-palette.png',
  'jpeg-exif-after-sof-5k.jpg',
  'jpeg-iptc-location.jpg',
  'png-exif-behind-5k-chunk.png',
  'sprite-12x4000.png',
  'webp-exif-without-flag.webp',
];
const FILES: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  ...Object.fromEntries(FIXTURES.map((name) => [name, imageFixture(name)])),
  'one-pixel.png': png(1, 1),
  'still.png': still,
  'photo.jpg': photo,
  'photo.webp': await encoded(still, 'webp'),
  'photo.avif': await encoded(still, 'avif'),
  'photo.gif': await encoded(still, 'gif'),
  'turned.jpg': exifBehindFrame(await turnedByExif(200, 300, 6, 'jpeg')),
  'turned.png': await turnedByExif(200, 300, 8, 'png'),
  'turned.avif': await turnedByIrot(200, 300, 6),
  'segments.jpg': jpegWithSegments(photo, 3),
  'heic.heic': heicFrom(avif),
  'sequence.avif': avifSequence(40, 30),
  'cut.png': still.slice(0, 60),
  'cut.jpg': photo.slice(0, Math.floor(photo.length / 2)),
  'huge.png': claimedPng(20_000, 20_000),
  'no-pixels.png': claimedPng(0, 5),
  'page.html': new Uint8Array(Buffer.from('<!doctype html><title>x</title>')),
  'empty.png': new Uint8Array(),
};
/** Statuses of an upstream that fails. */
const FAILURES = ['401', '404', '410', '429', '500', '503'];

const remote = (name: string) => `${HOST}/${name}`;
const source = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Object.keys(FILES)).map(remote) },
  { weight: 1, arbitrary: fc.constantFrom(...FAILURES).map(remote) },
  { weight: 1, arbitrary: fc.constantFrom('pictures/orbit.jpg', 'pictures/missing.jpg', 'built-with.json') },
);
const anyOptions = fc
  .subarray(Object.keys(VALUES) as (keyof typeof VALUES)[], { minLength: 1 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.constantFrom(...VALUES[name])))),
  )
  .map((pairs) => pairs.map((pair) => pair.join('=')).join(','));
/** A random combination is seldom allowed, so combinations of few compatible options are more frequent. */
const fewOptions = fc
  .record({
    size: fc.subarray(['width', 'height'] as const),
    other: fc.subarray(['fit', 'gravity', 'format', 'quality', 'anim', 'rotate', 'blur', 'trim'] as const),
  })
  .chain(({ size, other }) =>
    fc.tuple(
      ...[...size, ...other].map((name) =>
        fc.constantFrom(...VALUES[name]).map((value) => `${name}=${value}`),
      ),
    ),
  )
  .map((parts) => parts.join(',') || '_');
const accept = fc.constantFrom('*/*', 'image/avif,image/webp', 'image/webp', 'image/avif');
const headers = fc.record(
  { accept, 'save-data': fc.constant('on'), 'if-none-match': fc.constantFrom('*', '"x"') },
  { requiredKeys: ['accept'] },
);
const request = fc.record({
  options: fc.oneof(anyOptions, fewOptions, fewOptions),
  source,
  isSigned: fc.boolean(),
  headers,
});

it('every option has its allowed values in this test', () => {
  expect(Object.keys(VALUES).toSorted()).toEqual(
    Object.keys(OPTIONS)
      .filter((name) => name !== 'sig')
      .toSorted(),
  );
});

it('any options of an image are answered without a server error, which only a failing upstream has', async () => {
  upstream.use(
    http.get(`${HOST}/:name`, ({ params }) => {
      const name = String(params['name']);
      return FAILURES.includes(name)
        ? new HttpResponse(null, { status: Number(name) })
        : HttpResponse.arrayBuffer(FILES[name]?.buffer ?? new ArrayBuffer());
    }),
  );
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(request, async ({ options, source: from, isSigned, headers: sent }) => {
      const path = isSigned
        ? await signedPath({ options, source: from }, SIGNING_KEY)
        : `/image/${options}/${from}`;
      const response = await call(path, { headers: sent, signal: AbortSignal.timeout(20_000) });
      const { status } = response;
      const text = await response.text();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const mayFail = FAILURES.some((name) => from === remote(name));
      const isAllowed = status < 500 || (mayFail && (status === 502 || status === 503));
      expect(isAllowed, `${status} ${path} ${text.slice(0, 300)}`).toBe(true);
      if (status >= 400) expect(JSON.parse(text)).toMatchObject({ status, code: expect.any(String) });
    }),
    { numRuns: 400 },
  );
  // Neither of them is rare, so the property is about both.
  expect([statuses.get(200) ?? 0, statuses.get(400) ?? 0].every((count) => count > 40)).toBe(true);
}, 300_000);
