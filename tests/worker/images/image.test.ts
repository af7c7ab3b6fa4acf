import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { signedPath } from '../../../src/lib/images/url/signature.ts';
import { look, png } from '../../support/images/images.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { call, SIGNING_KEY } from '../../support/worker/worker.ts';

const OTHER = 'https://upload.wikimedia.org';

beforeEach(() => {
  const image = () =>
    HttpResponse.arrayBuffer(png(40, 20).buffer, {
      headers: { 'last-modified': 'Thu, 01 Jan 2026 02:00:00 GMT' },
    });
  upstream.use(http.get(`${HOST}/*`, image), http.get(`${OTHER}/*`, image));
});

describe('/image', () => {
  it('resizes a file of public/', async () => {
    const response = await call('/image/w=400/pictures/orbit.jpg');
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    const { width, height } = await look(await response.arrayBuffer());
    expect([width, height]).toEqual([400, 250]);
  });

  it('responds to HEAD and OPTIONS', async () => {
    const head = await call('/image/w=400/pictures/orbit.jpg', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'image/jpeg',
      '',
    ]);
    const options = await call('/image/w=400/pictures/orbit.jpg', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it('responds 304 to If-None-Match without a cache', async () => {
    const first = await call(`/image/w=9/${HOST}/a.png`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    await first.arrayBuffer();
    const second = await call(`/image/w=9/${HOST}/a.png`, { headers: { 'if-none-match': etag } });
    expect([second.status, second.headers.get('etag'), await second.text()]).toEqual([304, etag, '']);
    expect((await call(`/image/w=24/${HOST}/a.png`, { headers: { 'if-none-match': etag } })).status).toBe(
      200,
    );
  });

  it('rounds the size of an unsigned URL, and names the rounded size in Perigee-Variant', async () => {
    const response = await call('/image/w=333,h=222,fit=cover,q=41/pictures/orbit.jpg');
    expect(response.headers.get('perigee-variant')).toBe('height=233,quality=50,width=350');
    const { width, height } = await look(await response.arrayBuffer());
    expect([width, height]).toEqual([350, 233]);
    const described = await call('/image/w=333,h=222,fit=cover,f=json/pictures/orbit.jpg');
    expect(described.headers.get('perigee-variant')).toBe('height=233,width=350');
    expect(await described.json()).toMatchObject({ width: 350, height: 233 });
    const exact = await call('/image/w=400/pictures/orbit.jpg');
    expect(exact.headers.has('perigee-variant')).toBe(false);
    await exact.arrayBuffer();
  });

  it('has effects only for a signed URL', async () => {
    const source = 'pictures/orbit.jpg';
    const response = await call(`/image/w=333,rotate=90/${source}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'option-needs-signature' });
    const signed = await call(await signedPath({ options: 'w=333,rotate=90', source }, SIGNING_KEY));
    expect([signed.status, (await look(await signed.arrayBuffer())).width]).toEqual([200, 333]);
  });

  it('reaches a file whose name has a question mark, and a source whose slashes were merged', async () => {
    const requested: string[] = [];
    upstream.use(
      http.get(`${HOST}/*`, ({ request }) => {
        requested.push(request.url);
        return HttpResponse.arrayBuffer(png(40, 20).buffer);
      }),
    );
    for (const source of [`${HOST}/q%253Fb.png`, `${HOST.replace('//', '/')}/merged.png`]) {
      const response = await call(`/image/w=16/${source}`);
      expect(response.status, source).toBe(200);
      await response.arrayBuffer();
    }
    expect(requested).toEqual([`${HOST}/q%3Fb.png`, `${HOST}/merged.png`]);
  });

  it('ignores Range', async () => {
    const response = await call(`/image/w=9/${HOST}/a.png`, { headers: { range: 'bytes=0-3' } });
    expect([response.status, response.headers.get('content-range')]).toEqual([200, null]);
  });

  it('reads the URL forms of Cloudflare, unpic and ipx', async () => {
    for (const path of [
      `width=10,f=auto,fit=cover/${HOST}/a%20b/c.jpg%3Fx=1&y=2`,
      'f=auto,fit=cover,width=10/pictures/orbit.jpg',
      's_10x5,q_70,f_webp/pictures/orbit.jpg',
      `w_10,f_auto/${HOST}/a.jpg`,
      '_/pictures/orbit.jpg',
    ]) {
      const response = await call(`/image/${path}`);
      expect(response.status, path).toBe(200);
      await response.arrayBuffer();
    }
  });

  it('redirects to a failing source with onerror=redirect', async () => {
    upstream.use(http.get(`${HOST}/broken.png`, () => new HttpResponse(null, { status: 500 })));
    const response = await call(`/image/w=9,onerror=redirect/${HOST}/broken.png`);
    expect([response.status, response.headers.get('location')]).toEqual([302, `${HOST}/broken.png`]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await call('/image/w=9,onerror=redirect/pictures/none.png')).status).toBe(404);
  });

  it('serves every URL that <Picture> writes', async () => {
    const html = await (await call('/how-it-works')).text();
    const urls = [...html.matchAll(/\/image\/[^ "]+perigee\.jpg(?= \d+w|")/g)].map(([url]) => url);
    expect(new Set(urls).size).toBeGreaterThan(5);
    for (const url of new Set(urls)) {
      const response = await call(url, { headers: { accept: 'image/webp' } });
      expect(response.status, url).toBe(200);
      await response.arrayBuffer();
    }
    expect(html).not.toMatch(/<img[^>]+style=/);
  });

  it('serves a source of signedSources only to a signed URL', async () => {
    const path = await signedPath({ options: 'w=9', source: `${OTHER}/a.png` }, SIGNING_KEY);
    expect((await call(path)).status).toBe(200);
    expect((await call(path.replace('w=9', 'w=8'))).status).toBe(403);
    expect((await call(`/image/w=9/${OTHER}/a.png`)).status).toBe(403);
  });
});
