import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalCache } from '../../../src/lib/cache/local/local-cache.ts';
import { Problem } from '../../../src/lib/http/problem/problem.ts';
import { readRenderRequest } from '../../../src/lib/images/hop/render-request.ts';
import { parseOptions } from '../../../src/lib/images/options/option-grammar.ts';
import { type RenderDependencies, renderResponse } from '../../../src/lib/images/render/renderer.ts';
import { requestDescription } from '../../../src/lib/images/request-description.ts';
import { requestImage, type WantedImage } from '../../../src/lib/images/request-image.ts';
import type { ListName } from '../../../src/lib/images/source/allow-list.ts';
import { imageFixture } from '../../support/images/odd-images.ts';

// How often the Renderer, its source and the Images binding are called, with the Renderer behind the local cache.

const SOURCE = { kind: 'remote', url: new URL('https://a.example/a') } as const;
const OWN_URL = new URL('https://perigee.example/image/x');
const HOUR = 3_600_000;

vi.stubGlobal('FixedLengthStream', class extends TransformStream {});
afterAll(() => vi.unstubAllGlobals());

const image = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'red' } });
const PNG = new Uint8Array(await image(30, 20).png().toBuffer());
const LARGE = new Uint8Array(await image(900, 600).png().toBuffer());

let now = 0;
let upstream: { bytes: Uint8Array<ArrayBuffer>; etag: string | undefined; status: number };
let counts: { calls: string[]; fetched: number; rendered: string[] };
let cache: LocalCache;

beforeEach(() => {
  now = 0;
  upstream = { bytes: PNG, etag: '"1"', status: 200 };
  counts = { calls: [], fetched: 0, rendered: [] };
  cache = new LocalCache({ now: () => now });
});

const chain = { transform: () => chain, output: async () => ({ image: () => new Response(PNG).body }) };
const allowed = [{ host: SOURCE.url.host }];
const dependencies: RenderDependencies = {
  images: { input: () => chain } as unknown as ImagesBinding,
  limits: { width: 1000, height: 1000, pixels: 1_000_000 },
  rateLimits: { client: null, source: null },
  log: (_, { event, variant }) => event === 'render' && counts.rendered.push(String(variant)),
  fetch: async () => {
    counts.fetched++;
    const { bytes, etag, status } = upstream;
    return new Response(status === 200 ? bytes : null, {
      status,
      headers: etag === undefined ? {} : { etag },
    });
  },
  assets: { fetch: () => Promise.reject(new Error('must not be called')) },
  now: () => now,
  lists: { public: allowed, signed: allowed, pinned: allowed },
};

async function request(options: string, { list = 'public' as ListName, ifNoneMatch = [] as string[] } = {}) {
  const variant = options === '_' ? {} : parseOptions(options);
  const wanted: WantedImage = {
    source: SOURCE,
    list,
    variant,
    named: ['avif', 'webp'],
    ownUrl: OWN_URL,
    client: null,
    ifNoneMatch,
  };
  const background: Promise<unknown>[] = [];
  const render = (asked: Request) => {
    counts.calls.push(new URL(asked.url).pathname);
    return cache.serve(
      asked,
      (forwarded) => renderResponse(readRenderRequest(forwarded), dependencies),
      (promise) => background.push(promise),
    );
  };
  const response = await (variant.format === 'json' ? requestDescription : requestImage)(wanted, render);
  const body = await response.arrayBuffer();
  await Promise.all(background);
  return { response, bytes: new Uint8Array(body), etag: response.headers.get('etag') ?? '' };
}

/** What the requests cost: calls of the Renderer, fetches of the source and calls of the binding. */
async function cost(...requests: string[]) {
  counts = { calls: [], fetched: 0, rendered: [] };
  for (const options of requests) await request(options);
  return counts;
}

describe('the first image of a source', () => {
  it('costs one call of the Renderer, one fetch and one rendering', async () => {
    expect(await cost('width=9')).toEqual({ calls: ['/source'], fetched: 1, rendered: ['width=9'] });
  });

  it('is shared by all spellings that are equal for the facts of the source', async () => {
    const spellings = [
      'f=auto,w=30',
      'f=auto,w=400',
      'f=auto,h=20,fit=cover',
      'f=auto,w=30,h=2000',
      'f=avif',
    ];
    const { calls, fetched, rendered } = await cost(...spellings);
    expect(calls).toEqual(spellings.map(() => '/source'));
    expect({ fetched, rendered }).toEqual({ fetched: 1, rendered: ['format=avif'] });
  });

  it('has the entity tag that it has under a key of its own', async () => {
    const { etag } = await request('width=9');
    await request('width=8');
    cache = new LocalCache({ now: () => now });
    await request('width=8');
    expect((await request('width=9')).etag).toBe(etag);
  });
});

describe('another image of a source', () => {
  it('costs two calls of the Renderer, one fetch and one rendering, and then two hits', async () => {
    await request('width=9');
    const other = { calls: ['/source', '/rendering'], fetched: 1, rendered: ['width=8'] };
    expect(await cost('width=8')).toEqual(other);
    expect(await cost('width=8')).toEqual({ ...other, fetched: 0, rendered: [] });
  });

  it('is one rendering for all spellings that are equal for the facts of the source', async () => {
    await request('width=9');
    const { fetched, rendered } = await cost('f=webp,w=30', 'f=webp,w=4000', 'f=webp,h=20', 'f=webp');
    expect({ fetched, rendered }).toEqual({ fetched: 1, rendered: ['format=webp'] });
  });

  it('fails alone', async () => {
    await request('width=9');
    await expect(request('fit=contain,width=2000')).rejects.toMatchObject({ code: 'image-too-large' });
    expect(await cost('width=9')).toEqual({ calls: ['/source'], fetched: 0, rendered: [] });
  });

  it('is served although the first one fails', async () => {
    await expect(request('fit=contain,width=2000')).rejects.toBeInstanceOf(Problem);
    expect(await cost('width=9')).toMatchObject({ fetched: 1, rendered: ['width=9'] });
  });
});

describe('an image that is never stored', () => {
  it('costs one call of the Renderer, one fetch and one rendering', async () => {
    await request('f=auto,w=4000', { list: 'pinned' });
    expect(counts).toEqual({ calls: ['/rendering'], fetched: 1, rendered: ['format=avif'] });
  });
});

describe('a source that changes', () => {
  const change = (bytes: Uint8Array<ArrayBuffer>) => Object.assign(upstream, { bytes, etag: '"2"' });

  it('between its facts and a rendering is never shown in the size of the old facts', async () => {
    await request('width=9');
    change(LARGE);
    // The old source has 30 px, so both are the whole image of it.
    const { calls, fetched, rendered } = await cost('f=webp,w=400', 'f=webp,w=500');
    expect(rendered).toEqual(['format=webp', 'format=webp,width=400', 'format=webp,width=500']);
    expect([calls.length, fetched]).toEqual([6, 3]);
    const later = await cost('f=webp,w=400', 'f=webp,w=500');
    expect([later.fetched, later.rendered]).toEqual([0, []]);
  });

  it('is rendered by its new facts when the old ones are stale', async () => {
    await request('width=9');
    await request('f=webp,w=400');
    change(LARGE);
    now = 48 * HOUR;
    expect((await cost('width=9')).rendered).toEqual(['width=9']);
    expect((await cost('f=webp,w=400', 'f=webp,w=4000')).rendered).toEqual([
      'format=webp,width=400',
      'format=webp',
    ]);
  });

  it('only in its bytes costs nothing more', async () => {
    await request('width=9');
    change(new Uint8Array(await image(30, 20).png({ compressionLevel: 0 }).toBuffer()));
    expect(await cost('f=webp,w=400')).toMatchObject({ fetched: 1, rendered: ['format=webp'] });
  });

  it('to a failure is served stale in all its images, and a removed one in none', async () => {
    for (const options of ['width=9', 'width=8']) await request(options);
    now = 48 * HOUR;
    upstream.status = 500;
    for (const options of ['width=9', 'width=8']) expect((await request(options)).response.status).toBe(200);
    upstream.status = 404;
    for (const options of ['width=9', 'width=8'])
      await expect(request(options)).rejects.toMatchObject({ code: 'source-not-found' });
  });
});

describe('a source that does not change', () => {
  it('is not rendered again when its facts are revalidated', async () => {
    await request('width=9');
    now = 48 * HOUR;
    expect(await cost('width=9')).toEqual({ calls: ['/source'], fetched: 1, rendered: [] });
    expect((await request('width=8')).response.status).toBe(200);
    expect(await cost('width=9')).toEqual({ calls: ['/source'], fetched: 0, rendered: [] });
  });
});

describe('an animation', () => {
  it('stays animated whichever of its images is requested first', async () => {
    upstream.bytes = imageFixture('anim.gif');
    expect((await cost('f=auto,w=20,anim=false', 'f=auto,w=20')).rendered).toEqual([
      'anim=false,format=avif,width=20',
      'format=webp,width=20',
    ]);
    expect((await cost('f=auto,w=20', 'f=auto,w=20,anim=false')).rendered).toEqual([]);
  });
});

describe('format=json', () => {
  it('costs two renderings, and the described one is stored as an image', async () => {
    upstream.bytes = LARGE;
    expect((await cost('f=json,w=90', 'f=json,w=90', 'w=90')).rendered).toEqual(['width=90', 'width=16']);
  });

  it('is 304 without a placeholder when the client has it', async () => {
    const { etag } = await request('f=json,w=9');
    counts.calls = [];
    const { response } = await request('f=json,w=9', { ifNoneMatch: [etag.replaceAll(/W\/|"/g, '')] });
    expect([response.status, counts.calls]).toEqual([304, ['/source']]);
  });

  it('has the length of a source that does not announce it', async () => {
    const { bytes } = await request('f=json,w=9');
    const description = JSON.parse(new TextDecoder().decode(bytes));
    expect(description.original).toEqual({
      width: 30,
      height: 20,
      format: 'image/png',
      file_size: PNG.length,
    });
    expect(counts.calls).toContain('/length');
  });
});
