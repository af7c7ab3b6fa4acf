import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpResponse, http, passthrough } from 'msw';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signedPath } from '../../../src/lib/images/url/signature.ts';
import { png } from '../../support/images/images.ts';
import { FAULT_ORIGIN, redirects, upstream } from '../../support/worker/upstream.ts';
import { call, SIGNING_KEY } from '../../support/worker/worker.ts';

/** A server that no request may reach. It would respond with an image, and counts its connections. */
let connections = 0;
const canary = createServer((_, response) => response.end(png(2, 2))).on('connection', () => connections++);
let port = 0;

/** URLs of all requests that the Worker sends. */
let outbound: string[] = [];
upstream.events.on('request:start', ({ request }) => outbound.push(request.url));

beforeAll(async () => {
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => canary.close());
beforeEach(() => {
  outbound = [];
  connections = 0;
  upstream.use(http.all(`http://*:${port}/*`, () => passthrough()));
});
afterEach(() => expect(connections).toBe(0));

const ALLOWED = 'https://docs.astro.build';

/** Path and expected status. None may open a connection. `PORT` stands for the port of the canary. */
const VECTORS: Record<string, [path: string, status: number][]> = {
  'a source with an IP address or local name': [
    ['w=1/http://127.0.0.1:PORT/', 403],
    ['w=1/http://2130706433:PORT/', 400],
    ['w=1/http://0x7f000001:PORT/', 400],
    ['w=1/http://0177.0.0.1:PORT/', 400],
    ['w=1/http://127.1:PORT/', 400],
    ['w=1/http://[::1]:PORT/', 403],
    ['w=1/http://[::ffff:127.0.0.1]:PORT/', 400],
    ['w=1/http://localhost:PORT/', 403],
    ['w=1/http://a.localhost:PORT/', 403],
    ['w=1/https://169.254.169.254/latest/meta-data', 403],
    ['w=1/https://100.64.0.1/', 403],
    ['w=1/https://[fd00::1]/', 403],
  ],
  'a source with a look-alike host': [
    ['w=1/https://docs.astro.build@127.0.0.1:PORT/', 400],
    ['w=1/https://docs.astro.build:x@127.0.0.1:PORT/', 400],
    ['w=1/https://docs.astro.build%2F@127.0.0.1:PORT/', 400],
    ['w=1/https://docs.astro.build%5C@127.0.0.1:PORT/', 400],
    ['w=1/https://docs.astro.build.evil.example/', 403],
    ['w=1/https://evildocs.astro.build/', 403],
    ['w=1/https://docs.astro.build./', 403],
    ['w=1/https://docs.astro.build:PORT/', 403],
    ['w=1/https://docs.%EF%BD%81stro.build/', 400],
    ['w=1/https://docs.xn--stro-55d.build/', 403],
  ],
  'a source with a scheme other than https, or with none': [
    ['w=1/http://docs.astro.build/', 403],
    ['w=1/ftp://docs.astro.build/', 400],
    ['w=1/file:///etc/passwd', 400],
    ['w=1/data:image/svg+xml,<svg/>', 400],
    ['w=1/javascript:alert(1)', 400],
    ['w=1//127.0.0.1:PORT/', 400],
    ['w=1/https:/127.0.0.1:PORT/', 403],
    ['w=1/https:/docs.astro.build@127.0.0.1:PORT/', 400],
    ['w=1/https:docs.astro.build/', 400],
    ['w=1/http%3A%2F%2F127.0.0.1:PORT%2F', 400],
    ['w=1/http%253A%252F%252F127.0.0.1:PORT%252F', 400],
  ],
  'a source whose path a server may decode twice': [
    [`w=1/${ALLOWED}/a/%252e%252e/b`, 403],
    [`w=1/${ALLOWED}/a/..%2fb`, 403],
    [`w=1/${ALLOWED}/a/..%5cb`, 403],
    [`w=1/${ALLOWED}/a/..;/b`, 403],
    [`w=1/${ALLOWED}/a%00.png`, 403],
    [`w=1/${ALLOWED}/a%0d%0aHost:%20x`, 404],
  ],
  'a file that is not an image': [
    ['w=1/_headers', 404],
    ['w=1/pictures', 415],
    ['w=1/pictures/', 404],
    ['w=1/..%2fpictures/orbit.jpg', 400],
    ['w=1/%252e%252e/wrangler.json', 400],
    ['w=1/built-with.json', 415],
    ['w=1/favicon.svg', 415],
    ['w=1/nothing.png', 404],
  ],
  'malformed options': [
    [`width=0/${ALLOWED}/a`, 400],
    [`width=-1/${ALLOWED}/a`, 400],
    [`width=1e9/${ALLOWED}/a`, 400],
    [`width=0x10/${ALLOWED}/a`, 400],
    [`width=NaN/${ALLOWED}/a`, 400],
    [`width=99999/${ALLOWED}/a`, 400],
    [`width=4096,height=4096/${ALLOWED}/a`, 400],
    [`width=4000,dpr=2/${ALLOWED}/a`, 400],
    [`w=4096,dpr=1.1/${ALLOWED}/a`, 400],
    [`blur=250/${ALLOWED}/a`, 400],
    [`trim.left=7000,dpr=2/${ALLOWED}/a`, 400],
    [`border=red;12000,dpr=2/${ALLOWED}/a`, 400],
    [`w=1,width=2/${ALLOWED}/a`, 400],
    [`w=1%0d%0aSet-Cookie:x/${ALLOWED}/a`, 404],
    [`__proto__=1/${ALLOWED}/a`, 400],
    [`preset=__proto__/${ALLOWED}/a`, 400],
    [`preset=nothing/${ALLOWED}/a`, 400],
    [`format=svg/${ALLOWED}/a`, 400],
    [`${'w=1,'.repeat(600)}/${ALLOWED}/a`, 400],
    [`%zz=1/${ALLOWED}/a`, 400],
    ['', 400],
    ['width=400', 400],
    ['width=400/', 400],
  ],
  'malformed signatures': [
    ['w=1,sig=AAAA/https://upload.wikimedia.org/a.png', 403],
    [`w=1,sig=${'A'.repeat(43)}/https://upload.wikimedia.org/a.png`, 403],
    ['w=1,sig=/https://upload.wikimedia.org/a.png', 400],
    ['w=1,sig=%00/https://upload.wikimedia.org/a.png', 400],
    ['w=1,exp=1/https://upload.wikimedia.org/a.png', 400],
    ['w=1/https://upload.wikimedia.org/a.png', 403],
  ],
  'a source of the service itself': [
    ['w=1/http://perigee.example/hello', 403],
    ['w=1/https://perigee.example/image/w=2/pictures/orbit.jpg', 403],
  ],
};

describe.each(Object.entries(VECTORS))('%s', (_, vectors) => {
  it.each(vectors)('/image/%s responds %d', async (path, status) => {
    const response = await call(`/image/${path.replaceAll('PORT', String(port))}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const { detail } = (await response.json()) as { detail: string };
    expect(detail.length).toBeGreaterThan(10);
    expect(outbound).toEqual([]);
  });
});

describe('a signed URL', () => {
  const source = 'https://upload.wikimedia.org/a.png';

  it.each([
    [(sig: string) => `w=30,${sig}&h=7&fit=squeeze`, 403],
    [(sig: string) => `w=30,${sig}&blur=9`, 403],
    [(sig: string) => `w=30,${sig}&preset=card`, 403],
    [(sig: string) => `w=30,${sig}&dpr=2`, 403],
    [(sig: string) => `w=30,${sig}&onerror=redirect`, 403],
    [(sig: string) => `w=30&h=7,${sig}`, 403],
    [(sig: string) => `h=7&w=30&${sig}`, 403],
    [(sig: string) => `w_30&${sig.replace('=', '_')}`, 403],
    [(sig: string) => `${sig}&h=7,w=30`, 403],
    [(sig: string) => `${sig}`, 403],
    [(sig: string) => `w=30,${sig},${sig}`, 400],
    [(sig: string) => `w=30,${sig}&${sig.replace('=', '_')}`, 400],
    [(sig: string) => `w=30,${sig}%26h=7`, 400],
    [(sig: string) => `w=30,${sig}%2Ch=7`, 400],
    [(sig: string) => `w=30,${sig.replace('s', '%73')}&h=7`, 400],
    [(sig: string) => `w=30,${sig.replace('=', '%3D')}&h=7`, 400],
  ])('is refused with other options than the signed ones: %s', async (options, status) => {
    const path = await signedPath({ options: 'w=30', source }, SIGNING_KEY);
    const sig = /sig=[\w-]+/.exec(path)?.[0] ?? '';
    const response = await call(`/image/${options(sig)}/${source}`);
    expect(response.status).toBe(status);
    expect(outbound).toEqual([]);
  });
});

describe('a redirect of a source', () => {
  it.each([
    ['to a refused host', () => 'https://evil.example/a.png'],
    ['to another port', () => `${ALLOWED}:8443/a.png`],
    ['away from https', () => 'http://docs.astro.build/a.png'],
    ['to a loopback address', () => `http://127.0.0.1:${port}/a.png`],
    ['with userinfo', () => `https://u:p@docs.astro.build/a.png`],
    ['to a file: URL', () => 'file:///etc/passwd'],
    ['to a data: URL', () => 'data:image/png;base64,AAAA'],
    ['to a URL without a host', () => 'https://'],
  ])('%s is not followed', async (_, location) => {
    upstream.use(redirects(`${ALLOWED}/moved`, location()));
    const response = await call(`/image/w=1/${ALLOWED}/moved`);
    expect(response.status).toBe(502);
    expect(outbound).toEqual([`${ALLOWED}/moved`]);
  });

  it('is followed at most 3 times', async () => {
    const hops = [1, 2, 3, 4].map((n) => redirects(`${ALLOWED}/${n}`, `${ALLOWED}/${n + 1}`));
    upstream.use(
      ...hops,
      http.get(`${ALLOWED}/5`, () => new HttpResponse(png(2, 2))),
    );
    expect((await call(`/image/w=1/${ALLOWED}/1`)).status).toBe(502);
    expect((await call(`/image/w=1/${ALLOWED}/2`)).status).toBe(200);
  });
});

describe('a request loop', () => {
  it('responds 508 to a request with Via: perigee', async () => {
    const response = await call(`/image/w=1/${ALLOWED}/a`, { headers: { via: '1.0 fred, 1.1 perigee' } });
    expect(response.status).toBe(508);
    expect(outbound).toEqual([]);
  });

  it('responds 508 for a source on its own host, and for a source that responds 508', async () => {
    const own = await call(`${FAULT_ORIGIN}/image/w=1/${FAULT_ORIGIN}/picture`);
    expect(own.status).toBe(508);
    expect(outbound).toEqual([]);
    upstream.use(http.get(`${ALLOWED}/a`, () => new HttpResponse(null, { status: 508 })));
    expect((await call(`/image/w=1/${ALLOWED}/a`)).status).toBe(508);
  });
});

describe('a source that is not an image', () => {
  it.each([
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['SVG after an XML declaration', '<?xml version="1.0"?><svg/>'],
    ['JSON', '{"a":1}'],
    ['PDF', '%PDF-1.7'],
    ['an icon', new Uint8Array([0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 0, 0])],
    ['TIFF', new Uint8Array([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['the first bytes of a HEIC', new TextEncoder().encode('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ['an empty body', ''],
  ])('responds 415 for %s with an image Content-Type', async (_, body) => {
    upstream.use(
      http.get(`${ALLOWED}/x`, () => new HttpResponse(body, { headers: { 'content-type': 'image/png' } })),
    );
    for (const options of ['format=auto', 'width=10', 'format=json']) {
      expect((await call(`/image/${options}/${ALLOWED}/x`)).status).toBe(415);
    }
  });

  const SCRIPT = '<script>alert(1)</script>';
  const serveAsHtml = (...parts: (Uint8Array | string)[]) => {
    const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
    const response = () => new HttpResponse(body, { headers: { 'content-type': 'text/html' } });
    upstream.use(http.get(`${ALLOWED}/x`, response));
  };

  it('is served as image/gif with nosniff and a sandbox when it is GIF and HTML at once', async () => {
    serveAsHtml(readFileSync('tests/fixtures/images/anim.gif'), SCRIPT);
    const response = await call(`/image/format=auto/${ALLOWED}/x`);
    const { status, headers } = response;
    expect([status, headers.get('content-type')]).toEqual([200, 'image/gif']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(await response.text()).not.toContain('script');
  });

  it('is refused when it is HTML behind the signature of a GIF', async () => {
    serveAsHtml('GIF89a\x01\x00\x01\x00', `=1;${SCRIPT}`);
    const response = await call(`/image/format=auto/${ALLOWED}/x`);
    expect([415, 422]).toContain(response.status);
    expect(await response.text()).not.toContain('script');
  });
});

it('/image sends no header of the client to a source', async () => {
  let seen = new Headers();
  upstream.use(
    http.get(`${ALLOWED}/x`, ({ request }) => {
      seen = request.headers;
      return new HttpResponse(png(2, 2));
    }),
  );
  const sent = {
    cookie: 'a=1',
    authorization: 'Bearer x',
    range: 'bytes=0-1',
    'x-forwarded-for': '1.2.3.4',
    referer: 'https://x.example/',
    'x-own': '1',
  };
  expect((await call(`/image/w=1/${ALLOWED}/x`, { headers: sent })).status).toBe(200);
  for (const name of Object.keys(sent)) expect(seen.has(name), name).toBe(false);
  expect(seen.get('accept-encoding')).toBe('identity');
});

it.each(['//', '///', `%${'25'.repeat(30)}`])(
  'an image path that ends in %s never responds with a page of Astro',
  async (end) => {
    const response = await call(`/image/w=1/${ALLOWED}/a${end}`, { headers: { accept: 'text/html' } });
    expect([301, 400, 403]).toContain(response.status);
    if (response.headers.get('content-type') !== 'application/problem+json')
      expect(await response.text()).toBe('');
  },
);

it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s /image responds 405', async (method) => {
  const response = await call('/image/w=1/pictures/orbit.jpg', { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
});
