import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { look, png } from '../../support/images/images.ts';
import { useWorkerWithImages } from '../../support/worker/project-copy.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { call } from '../../support/worker/worker.ts';

const server = useWorkerWithImages(
  (source) =>
    source.replace(
      '  presets: {',
      `  fallback: {
    404: '/pictures/orbit.jpg',
    410: { source: '/pictures/orbit.jpg', status: 200 },
    415: '/pictures/no-such-file.jpg',
    default: '/pictures/terminator.jpg',
  },
  presets: {`,
    ),
  {},
);

/** A source whose upstream responds with this. */
function respondWith(name: string, make: () => Response): string {
  upstream.use(http.get(`${HOST}/${name}`, make));
  return `${HOST}/${name}`;
}

const failing = (name: string, status: number, headers = {}) =>
  respondWith(name, () => new HttpResponse(null, { status, headers }));

describe('an image whose source fails', () => {
  it.each([
    [404, 404, 'source-not-found'],
    [410, 200, 'source-gone'],
    [500, 502, 'source-failed'],
    [503, 503, 'source-busy'],
    [403, 403, 'source-forbidden'],
  ])(
    'with %d is shown as the fallback with status %d, in the size of the request',
    async (from, status, code) => {
      const source = failing(`fails-${from}.png`, from);
      const response = await call(`/image/w=96,h=64,fit=cover,f=webp/${source}`, {}, server);
      const { format, width, height } = await look(await response.arrayBuffer());
      expect([response.status, format, width, height]).toEqual([status, 'webp', 96, 64]);
      expect(response.headers.get('perigee-fallback')).toBe(code);
      expect(response.headers.get('content-type')).toBe('image/webp');
      expect(response.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('is shown as soon as its source works again', async () => {
    let status = 404;
    const source = respondWith('later.png', () =>
      status === 404 ? new HttpResponse(null, { status }) : HttpResponse.arrayBuffer(png(9, 9).buffer),
    );
    const get = () => call(`/image/_/${source}`, {}, server);
    expect((await get()).status).toBe(404);
    status = 200;
    // The Renderer stores the failure for 10 s.
    const statuses = new Set<number>();
    for (let i = 0; i < 15 && !statuses.has(200); i++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      statuses.add((await get()).status);
    }
    expect(statuses).toContain(200);
  });

  it('has the Retry-After of the failure', async () => {
    const source = failing('busy.png', 503, { 'retry-after': '77' });
    const response = await call(`/image/w=16/${source}`, {}, server);
    await response.arrayBuffer();
    expect(response.headers.get('retry-after')).toBe('77');
  });

  it('is a problem when the fallback fails too', async () => {
    const source = respondWith('page.png', () => new HttpResponse('<html>'));
    const response = await call(`/image/w=16/${source}`, {}, server);
    expect(await response.json()).toMatchObject({ status: 415, code: 'not-an-image' });
    expect(response.headers.has('perigee-fallback')).toBe(false);
  });
});

describe('a mistake of the client', () => {
  it('is a problem, and not a fallback', async () => {
    const source = respondWith('good.png', () => HttpResponse.arrayBuffer(png(9, 9).buffer));
    const response = await call(`/image/w=nonsense/${source}`, {}, server);
    expect(await response.json()).toMatchObject({ status: 400, code: 'bad-image-option' });
    const foreign = await call('/image/w=9/https://elsewhere.example/x.png', {}, server);
    expect(await foreign.json()).toMatchObject({ status: 403, code: 'source-not-allowed' });
  });
});
