import { describe, expect, it } from 'vitest';
import { Problem, problemResponse } from '../../../src/lib/http/problem/problem.ts';
import type { ImagesConfig } from '../../../src/lib/images/config/images-config.ts';
import type { SourceFacts } from '../../../src/lib/images/file/source-facts.ts';
import { writeContent } from '../../../src/lib/images/hop/content-headers.ts';
import { readRenderRequest } from '../../../src/lib/images/hop/render-request.ts';
import type { ImageService } from '../../../src/lib/images/image-service.ts';
import { writeOptions } from '../../../src/lib/images/options/option-grammar.ts';
import { serveImage, servePinned } from '../../../src/lib/images/serve.ts';
import { sourceLists, writeSource } from '../../../src/lib/images/source/allow-list.ts';
import { signedPath } from '../../../src/lib/images/url/signature.ts';
import { simplifyVariant } from '../../../src/lib/images/variant/simplify-variant.ts';

const KEY = 'a key';
const FIRST = 'https://first.example/a.png';
const SECOND = 'https://second.example/a.png';
const PINNED = 'https://pinned.example/a.png';
const CONFIG: ImagesConfig = {
  sources: [{ host: 'first.example' }],
  signedSources: [{ host: 'second.example' }],
  presets: { card: { width: 400, fit: 'cover' } },
  limits: { width: 1000, height: 1000, pixels: 1_000_000 },
  widths: [],
  freeform: false,
  presetsOnly: false,
};

const FACTS: SourceFacts = {
  type: 'image/png',
  width: 2000,
  height: 1000,
  isSizeKnown: true,
  isRotated: false,
  isAnimated: false,
  hasAlpha: false,
  bytes: 9000,
};

/** A service whose Renderer has images of these sources, and records its requests. */
function service(
  sources: string[],
  { pinned = PINNED, ...config }: Partial<ImagesConfig> & { pinned?: string } = {},
) {
  const requests: { key: string; list: string; options: string; source: string }[] = [];
  const cachedAs: string[] = [];
  const pinnedUrl = URL.parse(pinned);
  const images: Omit<ImageService, 'url'> = {
    config: { ...CONFIG, ...config },
    lists: sourceLists(CONFIG, [], pinnedUrl),
    signingKey: KEY,
    pinned: pinnedUrl,
    client: '192.0.2.1',
    cache: { as: (kind) => cachedAs.push(kind) },
    now: () => 0,
    render: async (request) => {
      const { key, list, variant, ...asked } = readRenderRequest(request);
      const [options, source] = [writeOptions(variant), writeSource(asked.source)];
      requests.push({ key, list, options, source });
      if (!sources.includes(source))
        return problemResponse(
          new Problem('source-failed', 'The source responded with status 500; it must be 200.'),
          '/image',
        );
      const headers = new Headers({ 'content-type': 'image/png', etag: '"1"', 'x-secret': '1' });
      writeContent(headers, { facts: FACTS, variant: writeOptions(simplifyVariant(variant, FACTS)) });
      return new Response('image', { headers });
    },
  };
  const urlOf = (path: string) => new URL(`https://perigee.example${path}`);
  const request = (path: string, headers: Record<string, string>) => new Request(urlOf(path), { headers });
  const get = (path: string, headers: Record<string, string> = {}) =>
    serveImage(request(path, headers), { ...images, url: urlOf(path) });
  const getPinned = (headers: Record<string, string> = {}) =>
    servePinned(request('/image.jpg', headers), { ...images, url: urlOf('/image.jpg') });
  return { get, getPinned, requests, cachedAs };
}

describe('the response with an image', () => {
  it('has only Content-Type and ETag of the Renderer', async () => {
    const { get } = service([FIRST]);
    const { headers } = await get(`/image/w=16/${FIRST}`);
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'image/png',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
  });

  it('names the request headers that its options read in Vary', async () => {
    const { get } = service([FIRST]);
    expect((await get(`/image/f=auto/${FIRST}`)).headers.get('vary')).toBe('Accept');
    expect((await get(`/image/f=auto,scq=40/${FIRST}`)).headers.get('vary')).toBe(
      'Accept, Save-Data, ECT, RTT, Downlink',
    );
  });

  it('is 304 without a body when If-None-Match names its ETag', async () => {
    const { get, cachedAs } = service([FIRST]);
    const etag = (await get(`/image/w=1/${FIRST}`)).headers.get('etag');
    const response = await get(`/image/w=1/${FIRST}`, { 'if-none-match': `W/${etag}` });
    expect([response.status, response.body, response.headers.get('etag')]).toEqual([304, null, etag]);
    expect(cachedAs).toEqual(['image', 'image']);
  });
});

describe('a preset', () => {
  it('sets its options, except those that the URL sets', async () => {
    const { get, requests } = service([FIRST]);
    await get(`/image/preset=card/${FIRST}`);
    await get(`/image/width=96,preset=card/${FIRST}`);
    expect(requests.map(({ options }) => options)).toEqual(['fit=cover,width=400', 'fit=cover,width=96']);
  });

  it('must be defined by the owner', async () => {
    const { get } = service([FIRST]);
    await expect(get(`/image/preset=toString/${FIRST}`)).rejects.toMatchObject({ status: 400 });
  });
});

describe('a source that only signed URLs may use', () => {
  it('needs a signature and is rendered under the signed list', async () => {
    const { get, requests } = service([FIRST, SECOND]);
    await expect(get(`/image/w=1/${SECOND}`)).rejects.toMatchObject({ status: 403 });
    expect((await get(await signedPath({ options: 'w=1', source: SECOND }, KEY))).status).toBe(200);
    expect((await get(await signedPath({ options: 'w=1', source: FIRST }, KEY))).status).toBe(200);
    expect(requests.map(({ list }) => list)).toEqual(['signed', 'public']);
  });

  it('must be on a list although its URL is signed', async () => {
    const path = await signedPath({ options: 'w=1', source: 'https://third.example/a.png' }, KEY);
    await expect(service([]).get(path)).rejects.toMatchObject({ status: 403 });
  });
});

describe('a source that fails', () => {
  it('is reported with the problem of the Renderer', async () => {
    await expect(service([]).get(`/image/w=1/${FIRST}`)).rejects.toMatchObject({
      status: 502,
      message: 'The source responded with status 500; it must be 200.',
    });
  });

  it('is redirected to with onerror=redirect', async () => {
    const { get, cachedAs } = service([]);
    const { status, headers } = await get(`/image/w=1,onerror=redirect/${FIRST}`);
    expect([status, headers.get('location'), cachedAs]).toEqual([302, FIRST, []]);
  });

  it('is not redirected to when it is not allowed', async () => {
    await expect(service([]).get(`/image/w=1,onerror=redirect/${SECOND}`)).rejects.toMatchObject({
      status: 403,
    });
  });

  it("is replaced by the owner's fallback, with the fallback's status", async () => {
    const fallback = { source: '/missing.png', status: 404 };
    const { get, cachedAs } = service(['/missing.png'], { fallback });
    const response = await get(`/image/w=1/${FIRST}`, { 'if-none-match': '*' });
    expect([response.status, await response.text(), cachedAs]).toEqual([404, 'image', []]);
    expect(response.headers.get('perigee-fallback')).toBe('source-failed');
    await expect(service([], { fallback }).get(`/image/w=1/${FIRST}`)).rejects.toMatchObject({ status: 502 });
  });

  it.each([
    ['by the status of the failure', { 502: { source: '/broken.png' }, default: { source: '/x.png' } }, 502],
    ['by default', { 404: { source: '/x.png' }, default: { source: '/broken.png' } }, 502],
    ['with a status of its own', { 502: { source: '/broken.png', status: 200 } }, 200],
  ])('is replaced %s, and never stored', async (_, fallback, status) => {
    const { get, requests, cachedAs } = service(['/broken.png'], { fallback });
    const response = await get(`/image/w=16/${FIRST}`);
    expect([response.status, await response.text()]).toEqual([status, 'image']);
    expect(response.headers.get('perigee-fallback')).toBe('source-failed');
    expect([requests.map(({ source, options }) => [source, options]), cachedAs]).toEqual([
      [
        [FIRST, 'width=16'],
        ['/broken.png', 'width=16'],
      ],
      [],
    ]);
  });

  it('is not replaced when no fallback has its status', async () => {
    const { get } = service(['/missing.png'], { fallback: { 404: { source: '/missing.png' } } });
    await expect(get(`/image/w=1/${FIRST}`)).rejects.toMatchObject({ status: 502 });
  });
});

describe('a source of this service', () => {
  it('is refused by its host', async () => {
    const path = '/image/w=1/https://perigee.example/image/w=1/a.png';
    const config = { ...CONFIG, sources: [{ host: 'perigee.example' }] };
    const url = new URL(`https://perigee.example${path}`);
    const images: ImageService = {
      url,
      config,
      lists: sourceLists(config, [], null),
      signingKey: undefined,
      pinned: null,
      client: '192.0.2.1',
      cache: { as: () => undefined },
      now: () => 0,
      render: () => Promise.reject(new Error('must not be called')),
    };
    await expect(serveImage(new Request(url), images)).rejects.toMatchObject({
      code: 'source-loop',
      status: 508,
    });
  });

  it.each(['1.1 perigee', '1.0 cdn, 1.1 perigee (x)', '1.1 a,1.1 perigee'])(
    'is refused by Via: %s, whatever its host',
    async (via) => {
      const { get, getPinned } = service([FIRST, PINNED]);
      await expect(get(`/image/w=1/${FIRST}`, { via })).rejects.toMatchObject({ code: 'source-loop' });
      await expect(getPinned({ via })).rejects.toMatchObject({ code: 'source-loop' });
    },
  );

  it('is not assumed for the Via of another service', async () => {
    const { get } = service([FIRST]);
    expect((await get(`/image/w=1/${FIRST}`, { via: '1.1 perigee.example, 2 x' })).status).toBe(200);
  });
});

describe('/image.jpg', () => {
  it('is the pinned source as a JPEG, under the pinned list', async () => {
    const { getPinned, requests, cachedAs } = service([PINNED]);
    expect((await getPinned()).status).toBe(200);
    expect(cachedAs).toEqual(['image']);
    expect(requests).toEqual([{ key: 'variant', list: 'pinned', options: 'format=jpeg', source: PINNED }]);
  });

  it('is rendered under the public list when that allows the pinned source', async () => {
    const { getPinned, requests } = service([FIRST], { pinned: FIRST });
    await getPinned();
    expect(requests.map(({ list }) => list)).toEqual(['public']);
  });

  it('is 502 when IMAGE_SOURCE is not a URL', async () => {
    const { getPinned } = service([], { pinned: 'nonsense' });
    await expect(getPinned()).rejects.toMatchObject({ code: 'source-failed', status: 502 });
  });
});
