import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { parseEntityTags } from '../../../../src/lib/http/entity-tag.ts';
import { readContent } from '../../../../src/lib/images/hop/content-headers.ts';
import type { RenderKey } from '../../../../src/lib/images/hop/render-request.ts';
import { parseOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import { type RenderDependencies, renderResponse } from '../../../../src/lib/images/render/renderer.ts';
import type { ListName } from '../../../../src/lib/images/source/allow-list.ts';
import type { NamedFormat } from '../../../../src/lib/images/variant/client-features.ts';

const SOURCE = new URL('https://a.example/a.png');
const OWN_URL = new URL('https://perigee.example/image/x');
const image = sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } });
const PNG = new Uint8Array(await image.clone().png().toBuffer());
const WEBP = new Uint8Array(await image.clone().webp().toBuffer());
const ROTATED = new Uint8Array(await image.clone().withMetadata({ orientation: 6 }).png().toBuffer());

/** A Renderer of one source, whose binding always encodes a WebP. */
function renderer(source: () => Response, overrides: Partial<RenderDependencies> = {}) {
  const events: Record<string, unknown>[] = [];
  const chain = {
    transform: () => chain,
    output: async () => ({ image: () => new Response(WEBP).body }),
  };
  const allowed = [{ host: SOURCE.host }];
  const dependencies: RenderDependencies = {
    images: { input: () => chain } as unknown as ImagesBinding,
    limits: { width: 1000, height: 1000, pixels: 1_000_000 },
    rateLimits: { client: null, source: null },
    log: (_, event) => events.push(event),
    fetch: async () => source(),
    assets: { fetch: () => Promise.reject(new Error('must not be called')) },
    now: () => 0,
    lists: { public: allowed, signed: allowed, pinned: allowed },
    ...overrides,
  };
  const render = (
    options: string,
    {
      key = 'variant' as RenderKey,
      list = 'public' as ListName,
      ifNoneMatch = null as string | null,
      named = [] as readonly NamedFormat[],
      client = null as string | null,
    } = {},
  ) => {
    const variant = parseOptions(options);
    const source = { kind: 'remote' as const, url: SOURCE };
    const tags = parseEntityTags(ifNoneMatch);
    return renderResponse(
      { key, source, list, variant, named, ownUrl: OWN_URL, client, ifNoneMatch: tags },
      dependencies,
    );
  };
  const rendered = () => events.flatMap(({ event, variant }) => (event === 'render' ? [variant] : []));
  return { render, rendered, events };
}

const edgeControl = ({ headers }: Response) => headers.get('cloudflare-cdn-cache-control');
const png = () => new Response(PNG, { headers: { etag: '"1"', 'cache-control': 'max-age=7200' } });
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe('a rendered image', () => {
  it('has a type, an entity tag, a cache tag and the lifetime of its source', async () => {
    const { render, rendered } = renderer(png);
    const response = await render('width=9');
    expect(await bytesOf(response)).toEqual(WEBP);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'image/webp',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      'cache-tag': expect.stringMatching(/^image\/[0-9a-f]{32}$/),
      'cloudflare-cdn-cache-control': expect.stringMatching(/^public, max-age=7200, /),
      'perigee-facts': expect.stringContaining('"width":30,"height":20'),
      'perigee-rendered': 'width=9',
    });
    expect(rendered()).toEqual(['width=9']);
  });

  it('is 304 without a call of the binding when the client has it', async () => {
    const { render, rendered } = renderer(png);
    const etag = (await render('width=9')).headers.get('etag');
    const response = await render('width=9', { ifNoneMatch: etag });
    expect([response.status, response.body, response.headers.get('etag')]).toEqual([304, null, etag]);
    expect(rendered()).toEqual(['width=9']);
  });

  it('is not stored when only the pinned list allows its source', async () => {
    const { render } = renderer(png);
    expect(edgeControl(await render('width=9', { list: 'pinned' }))).toBe('no-store');
  });

  it('is not larger than the limits of the owner', async () => {
    const { render } = renderer(png);
    const response = await render('fit=contain,width=2000');
    expect(await response.json()).toMatchObject({ code: 'image-too-large', status: 400 });
  });

  it('is render-failed when the binding returns something that is not an image', async () => {
    const chain = {
      transform: () => chain,
      output: async () => ({ image: () => new Response('<html>').body }),
    };
    const images = { input: () => chain } as unknown as ImagesBinding;
    const response = await renderer(png, { images }).render('width=9');
    expect(await response.json()).toMatchObject({ code: 'render-failed', status: 502 });
  });
});

it('a binding that never responds is images-busy after 30 s, with Retry-After: 10', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const chain = { transform: () => chain, output: () => new Promise(() => undefined) };
    const images = { input: () => chain } as unknown as ImagesBinding;
    const { render, rendered } = renderer(png, { images });
    const rendering = render('width=9');
    while (rendered().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(30_000);
    const response = await rendering;
    expect(await response.json()).toMatchObject({ code: 'images-busy', status: 503 });
    expect([response.headers.get('retry-after'), edgeControl(response)]).toEqual([
      '10',
      'public, max-age=10, stale-if-error=0',
    ]);
  } finally {
    vi.useRealTimers();
  }
});

describe('an image that needs no change', () => {
  it('is passed through without a call of the binding', async () => {
    const { render, rendered } = renderer(png);
    const response = await render('_');
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(await bytesOf(response)).toEqual(PNG);
    expect(rendered()).toEqual([]);
  });

  it('is encoded when it carries metadata', async () => {
    const { render, rendered } = renderer(() => new Response(ROTATED));
    expect((await render('_')).headers.get('content-type')).toBe('image/webp');
    expect(rendered()).toEqual(['']);
  });
});

describe('a variant that equals a simpler one for its source', () => {
  it('is rendered as the simpler one, and names it', async () => {
    const { render, rendered } = renderer(png);
    const response = await render('format=webp,width=4000');
    expect(await bytesOf(response)).toEqual(WEBP);
    expect(rendered()).toEqual(['format=webp']);
    expect(readContent(response.headers)?.variant).toBe('format=webp');
    expect(response.headers.get('etag')).toBe((await render('format=webp')).headers.get('etag'));
  });
});

describe('the response under the key of a source', () => {
  it('has the facts, the image of the request, and the entity tag of the source', async () => {
    const { render, rendered } = renderer(png);
    const responses = [
      await render('width=9', { key: 'source' }),
      await render('width=8', { key: 'source' }),
    ];
    expect(rendered()).toEqual(['width=9', 'width=8']);
    const contents = responses.map(({ headers }) => readContent(headers));
    expect(contents.map((content) => content?.variant)).toEqual(['width=9', 'width=8']);
    expect(contents[0]?.facts).toEqual({
      type: 'image/png',
      width: 30,
      height: 20,
      isSizeKnown: true,
      isRotated: false,
      isAnimated: false,
      hasAlpha: false,
      bytes: null,
    });
    const [first, second] = responses.map(({ headers }) => headers.get('etag'));
    expect(first).toBe(second);
  });

  it('is 304 for any variant when the cache has the source, and names no variant', async () => {
    const { render, rendered } = renderer(png);
    const stored = await render('width=9', { key: 'source' });
    const response = await render('width=8', { key: 'source', ifNoneMatch: stored.headers.get('etag') });
    expect([response.status, readContent(response.headers)]).toEqual([304, null]);
    expect(edgeControl(response)).toMatch(/^public, max-age=7200, /);
    expect(rendered()).toEqual(['width=9']);
  });

  it('has the facts of a source whose variant fails, without an entity tag', async () => {
    const response = await renderer(png).render('fit=contain,width=2000', { key: 'source' });
    expect(response.status).toBe(400);
    expect(readContent(response.headers)).toMatchObject({
      facts: { width: 30 },
      variant: 'fit=contain,width=2000',
    });
    expect(response.headers.has('etag')).toBe(false);
    expect(edgeControl(response)).toBe('public, max-age=10, stale-if-error=0');
  });

  it('has the length that the source announces', async () => {
    const announced = () => new Response(PNG, { headers: { 'content-length': String(PNG.length) } });
    const response = await renderer(announced).render('width=9', { key: 'source' });
    expect(readContent(response.headers)?.facts.bytes).toBe(PNG.length);
  });
});

describe('the response under the key of a length', () => {
  it('is the number of bytes of the source', async () => {
    const { render, rendered } = renderer(png);
    expect(await (await render('_', { key: 'length' })).text()).toBe(String(PNG.length));
    expect(rendered()).toEqual([]);
  });
});

describe('a failure', () => {
  it('is a problem that is stored for 10 s under the tag of its source', async () => {
    const { render, events } = renderer(() => new Response(null, { status: 500 }));
    const response = await render('width=9');
    expect(await response.json()).toMatchObject({
      code: 'source-failed',
      detail: 'The source responded with status 500; it must be 200.',
    });
    expect(response.headers.get('cache-tag')).toMatch(/^image\//);
    expect(edgeControl(response)).toBe('public, max-age=10, stale-if-error=0');
    expect(events).toEqual([]);
  });

  it('is not stored when only the pinned list allows its source', async () => {
    const { render } = renderer(() => new Response(null, { status: 500 }));
    expect(edgeControl(await render('width=9', { list: 'pinned' }))).toBe('no-store');
  });

  it('is a 429 that no cache stores, without a fetch, when the client exceeds its limit', async () => {
    const limiter = { limit: async () => ({ success: false }) };
    const client = { name: 'CLIENT_RENDERINGS', limit: 1, period: 60, limiter } as const;
    const { render } = renderer(png, {
      fetch: () => Promise.reject(new Error('must not be called')),
      rateLimits: { client, source: null },
    });
    const response = await render('width=9', { client: '192.0.2.1' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'retry-after': '60',
      'cache-control': 'no-store',
      'cloudflare-cdn-cache-control': 'no-store',
    });
    expect(await response.json()).toMatchObject({ code: 'rate-limited', status: 429 });
  });

  it('logs its cause and does not show it', async () => {
    const { render, events } = renderer(() => {
      throw new Error('10.0.0.7 refused');
    });
    const response = await render('width=9');
    expect(await response.text()).not.toContain('10.0.0.7');
    expect(events).toEqual([
      { event: 'render failed', source: SOURCE.href, cause: 'Error: 10.0.0.7 refused' },
    ]);
  });

  it('of a source that ends early is source-unreachable, not undecodable-image', async () => {
    const broken = () => {
      let isFirst = true;
      const body = new ReadableStream({
        type: 'bytes',
        pull(controller) {
          if (!isFirst) throw new Error('reset');
          isFirst = false;
          controller.enqueue(PNG.slice(0, 60));
        },
      });
      return new Response(body);
    };
    // Like the binding, this reads its input to the end and reports an error of its own.
    const images = {
      input: (body: ReadableStream<Uint8Array>) => {
        const chain = {
          transform: () => chain,
          output: async () => {
            await new Response(body).arrayBuffer().catch(() => undefined);
            throw Object.assign(new Error('IMAGES_TRANSFORM_ERROR'), { code: 9523 });
          },
        };
        return chain;
      },
    } as unknown as ImagesBinding;
    const response = await renderer(broken, { images }).render('width=9');
    expect(await response.json()).toMatchObject({ code: 'source-unreachable', status: 502 });
  });

  it('that is not a Problem is thrown', async () => {
    const log = () => {
      throw new RangeError('bug');
    };
    await expect(renderer(png, { log }).render('width=9')).rejects.toThrow(RangeError);
  });
});
