import { describe, expect, it } from 'vitest';
import { Problem, problemResponse } from '../../../src/lib/http/problem.ts';
import type { ImagesConfig } from '../../../src/lib/images/config.ts';
import { type PictureService, servePicture } from '../../../src/lib/images/serve.ts';
import { sourceLists } from '../../../src/lib/images/source/allow-list.ts';
import { signedPath } from '../../../src/lib/images/url/signature.ts';

const KEY = 'a key';
const CONFIG: ImagesConfig = {
  sources: [{ host: 'first.example' }],
  signedSources: [{ host: 'second.example' }],
  presets: { card: { width: 400, fit: 'cover' } },
  limits: { width: 1000, height: 1000, pixels: 1_000_000 },
  widths: [],
};

/** A service whose Renderer knows pictures by their sources, and remembers what it was asked. */
function service(known: string[], config: Partial<ImagesConfig> = {}) {
  const asked: URLSearchParams[] = [];
  const pictures: PictureService = {
    config: { ...CONFIG, ...config },
    lists: sourceLists(CONFIG, '', ''),
    signingKey: KEY,
    now: () => 0,
    render: async ({ url }) => {
      const query = new URL(url).searchParams;
      asked.push(query);
      return known.includes(query.get('source') ?? '')
        ? new Response('picture', { headers: { 'content-type': 'image/png', etag: '"1"', 'x-secret': '1' } })
        : problemResponse(new Problem('source-failed', 'The source answered 500, not 200.'), '/image');
    },
  };
  const get = (path: string, headers: Record<string, string> = {}) =>
    servePicture(new Request(`https://perigee.example${path}`, { headers }), pictures);
  return { get, asked };
}

const FIRST = 'https://first.example/a.png';
const SECOND = 'https://second.example/a.png';

describe('a picture', () => {
  it('shows of the Renderer no more than it must', async () => {
    const { get } = service([FIRST]);
    const { headers } = await get(`/image/w=1/${FIRST}`);
    expect(Object.fromEntries(headers)).toEqual({ 'content-type': 'image/png', etag: '"1"' });
  });

  it('says which headers it depends on', async () => {
    const { get } = service([FIRST]);
    expect((await get(`/image/f=auto/${FIRST}`)).headers.get('vary')).toBe('Accept');
    expect((await get(`/image/f=auto,scq=40/${FIRST}`)).headers.get('vary')).toBe(
      'Accept, Save-Data, ECT, RTT, Downlink',
    );
  });

  it('has the options of its preset, unless it has its own', async () => {
    const { get, asked } = service([FIRST]);
    await get(`/image/preset=card/${FIRST}`);
    await get(`/image/width=90,preset=card/${FIRST}`);
    expect(asked.map((query) => query.get('options'))).toEqual(['fit=cover,width=400', 'fit=cover,width=90']);
    await expect(get(`/image/preset=toString/${FIRST}`)).rejects.toMatchObject({ status: 400 });
  });

  it('is 304 for who has it', async () => {
    const { get } = service([FIRST]);
    const response = await get(`/image/w=1/${FIRST}`, { 'if-none-match': 'W/"1"' });
    expect([response.status, response.body, response.headers.get('etag')]).toEqual([304, null, '"1"']);
  });
});

describe('a source of the second list', () => {
  it('needs a signature, and is rendered under that list', async () => {
    const { get, asked } = service([FIRST, SECOND]);
    await expect(get(`/image/w=1/${SECOND}`)).rejects.toMatchObject({ status: 403 });
    expect((await get(await signedPath({ options: 'w=1', source: SECOND }, KEY))).status).toBe(200);
    expect((await get(await signedPath({ options: 'w=1', source: FIRST }, KEY))).status).toBe(200);
    expect(asked.map((query) => query.get('list'))).toEqual(['signed', 'public']);
  });

  it('must be on it all the same', async () => {
    const path = await signedPath({ options: 'w=1', source: 'https://third.example/a.png' }, KEY);
    await expect(service([]).get(path)).rejects.toMatchObject({ status: 403 });
  });
});

describe('a source that fails', () => {
  it('is told of as the Renderer tells', async () => {
    await expect(service([]).get(`/image/w=1/${FIRST}`)).rejects.toMatchObject({
      status: 502,
      message: 'The source answered 500, not 200.',
    });
  });

  it('is redirected to with onerror=redirect', async () => {
    const { status, headers } = await service([]).get(`/image/w=1,onerror=redirect/${FIRST}`);
    expect([status, headers.get('location')]).toEqual([302, FIRST]);
  });

  it('is never redirected to when it is not allowed', async () => {
    await expect(service([]).get(`/image/w=1,onerror=redirect/${SECOND}`)).rejects.toMatchObject({
      status: 403,
    });
  });

  it("is stood in for by the owner's picture, with the owner's status", async () => {
    const fallback = { source: '/missing.png', status: 404 };
    const { get } = service(['/missing.png'], { fallback });
    const response = await get(`/image/w=1/${FIRST}`, { 'if-none-match': '"1"' });
    expect([response.status, await response.text()]).toEqual([404, 'picture']);
    await expect(service([], { fallback }).get(`/image/w=1/${FIRST}`)).rejects.toMatchObject({ status: 502 });
  });
});
