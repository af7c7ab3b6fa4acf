import sharp from 'sharp';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readRenderRequest } from '../../../../src/lib/images/hop/render-request.ts';
import { parseOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import { type RenderDependencies, renderResponse } from '../../../../src/lib/images/render/renderer.ts';
import { requestDescription } from '../../../../src/lib/images/request-description.ts';
import { requestImage, type WantedImage } from '../../../../src/lib/images/request-image.ts';
import type { NamedFormat } from '../../../../src/lib/images/variant/client-features.ts';
import { avifSequence, heicFrom, imageFixture } from '../../../support/images/odd-images.ts';

const SOURCE = { kind: 'remote', url: new URL('https://a.example/a') } as const;
const PNG = new Uint8Array(
  await sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer(),
);

vi.stubGlobal('FixedLengthStream', class extends TransformStream {});
afterAll(() => vi.unstubAllGlobals());

/** Renders a source and returns what the binding was asked for. */
async function ask(source: Uint8Array<ArrayBuffer>, options: string, named: readonly NamedFormat[] = []) {
  const asked: unknown[] = [];
  let transform: unknown;
  const chain = {
    transform: (given: unknown) => {
      transform = given;
      return chain;
    },
    output: async (output: unknown) => {
      asked.push({ transform, output });
      return { image: () => new Response(PNG).body };
    },
  };
  const allowed = [{ host: SOURCE.url.host }];
  const dependencies: RenderDependencies = {
    images: { input: () => chain } as unknown as ImagesBinding,
    limits: { width: 1000, height: 1000, pixels: 1_000_000 },
    rateLimits: { client: null, source: null },
    log: () => undefined,
    fetch: async () => new Response(source),
    assets: { fetch: () => Promise.reject(new Error('must not be called')) },
    now: () => 0,
    lists: { public: allowed, signed: allowed, pinned: allowed },
  };
  const variant = options === '_' ? {} : parseOptions(options);
  const ownUrl = new URL('https://perigee.example/image/x');
  const wanted: WantedImage = {
    source: SOURCE,
    list: 'public',
    variant,
    named,
    ownUrl,
    client: null,
    ifNoneMatch: null,
  };
  const render = (request: Request) => renderResponse(readRenderRequest(request), dependencies);
  const response = await (variant.format === 'json' ? requestDescription : requestImage)(wanted, render);
  return { response, asked };
}

describe('the binding is asked', () => {
  const MODERN: NamedFormat[] = ['avif', 'webp'];
  it.each(['anim.gif', 'anim.webp', 'anim.png'])('for a WebP of the animation %s', async (name) => {
    const { asked } = await ask(imageFixture(name), 'width=20,format=auto', MODERN);
    expect(asked).toEqual([{ transform: { width: 20 }, output: { format: 'image/webp' } }]);
  });

  it.each(['anim.gif', 'anim.webp', 'anim.png'])('for an AVIF of the first frame of %s', async (name) => {
    const { asked } = await ask(imageFixture(name), 'width=20,format=auto,anim=false', MODERN);
    expect(asked).toEqual([{ transform: { width: 20 }, output: { format: 'image/avif', anim: false } }]);
  });

  it('for an AVIF of a still', async () => {
    const { asked } = await ask(imageFixture('icon-16x16-interlaced-palette.png'), 'w=8,f=auto', MODERN);
    expect(asked).toEqual([{ transform: { width: 8 }, output: { format: 'image/avif' } }]);
  });

  it('for a JPEG of an AVIF when the client names neither AVIF nor WebP', async () => {
    const { asked } = await ask(imageFixture('avif-irot90.avif'), 'f=auto');
    expect(asked).toMatchObject([{ output: { format: 'image/jpeg' } }]);
  });

  it.each([
    ['_', 'image/jpeg', []],
    ['f=auto', 'image/jpeg', []],
    ['f=auto', 'image/webp', ['webp']],
    ['f=auto', 'image/avif', MODERN],
    ['f=png', 'image/png', []],
  ] as const)('for %s of a HEIC as %s, which is never passed through', async (options, format, named) => {
    const { asked } = await ask(heicFrom(imageFixture('avif-irot90.avif')), options, named);
    expect(asked).toMatchObject([{ output: { format } }]);
  });

  it('for one rendering of variants that are equal for the sides of a rotated AVIF as shown', async () => {
    const { asked } = await ask(imageFixture('avif-irot90.avif'), 'width=16,height=8,fit=cover');
    expect(asked).toMatchObject([{ transform: { width: 16, height: 8, fit: 'cover' } }]);
  });

  it('for nothing when an AVIF sequence is passed through', async () => {
    const { response, asked } = await ask(avifSequence(40, 30), 'f=auto', MODERN);
    expect([response.status, response.headers.get('content-type'), asked]).toEqual([200, 'image/avif', []]);
  });
});

describe('format=json', () => {
  it.each([
    ['icon-16x16-interlaced-palette.png', '_', { blur: 1 }],
    ['sprite-12x4000.png', '_', { height: 32 }],
    ['anim.gif', '_', { width: 16 }],
  ])('of %s with %s asks for a bounded placeholder', async (name, options, transform) => {
    const prefix = options === '_' ? '' : `,${options}`;
    const { response, asked } = await ask(imageFixture(name), `format=json${prefix}`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text.length).toBeLessThan(1000);
    expect(asked).toContainEqual({ transform, output: { format: 'image/png' } });
  });

  it('shows the sides of a rotated AVIF as they are shown', async () => {
    const { response } = await ask(imageFixture('avif-irot90.avif'), 'format=json');
    const size = { width: 32, height: 64 };
    expect(await response.json()).toMatchObject({ ...size, original: size });
  });
});
