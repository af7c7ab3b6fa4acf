import { delay, HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { decodeJpeg, noisyJpeg, png } from '../../support/images/images.ts';
import { upstream } from '../../support/worker/upstream.ts';
import { call } from '../../support/worker/worker.ts';

const SOURCE = 'https://docs.astro.build/assets/full-logo-light.png';

function respondWith(body: BodyInit | null, init: ResponseInit = {}): void {
  upstream.use(http.get(SOURCE, () => new HttpResponse(body, init)));
}

async function expectProblem(status: number): Promise<string> {
  const response = await call('/image.jpg');
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return response.text();
}

describe('/image.jpg', () => {
  it('re-encodes a PNG as a JPEG of the same size and colour', async () => {
    respondWith(png(123, 45, [10, 120, 240, 255]));
    const response = await call('/image.jpg');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    const image = decodeJpeg(await response.arrayBuffer());
    expect([image.width, image.height]).toEqual([123, 45]);
    const [r = 0, g = 0, b = 0] = image.data;
    expect(Math.abs(r - 10) + Math.abs(g - 120) + Math.abs(b - 240)).toBeLessThan(15);
  });

  it('passes a JPEG through unchanged', async () => {
    const bytes = noisyJpeg(200, 100);
    respondWith(bytes, {
      headers: { 'content-type': 'application/octet-stream', 'set-cookie': 'a=1; Max-Age=0' },
    });
    const response = await call('/image.jpg');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(bytes));
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it("sends none of the client's headers upstream", async () => {
    let seen: Record<string, string> = {};
    upstream.use(
      http.get(SOURCE, ({ request }) => {
        seen = Object.fromEntries(request.headers);
        return new HttpResponse(png(2, 2));
      }),
    );
    await call('/image.jpg', {
      headers: { cookie: 'secret=1', authorization: 'Bearer x', range: 'bytes=0-9' },
    });
    expect(seen['accept']).toBe('image/*');
    for (const name of ['cookie', 'authorization', 'range']) expect(seen).not.toHaveProperty(name);
  });

  it('follows redirects, but not endlessly and not away from https', async () => {
    const moved = (location: string) =>
      http.get(SOURCE, () => new HttpResponse(null, { status: 302, headers: { location } }));
    upstream.use(moved('/moved.png'));
    upstream.use(http.get('https://docs.astro.build/moved.png', () => new HttpResponse(png(3, 3))));
    expect((await call('/image.jpg')).status).toBe(200);
    upstream.use(moved(SOURCE));
    expect(await expectProblem(502)).toContain('redirects more than');
    upstream.use(moved('http://127.0.0.1:9/'));
    expect(await expectProblem(502)).toContain('not allowed');
  });

  it.each([301, 404, 403, 500, 503, 204])('is 502 for an upstream with status %d', async (status) => {
    respondWith(status === 204 ? null : '<h1>internal secret</h1>', { status });
    expect(await expectProblem(502)).not.toContain('secret');
  });

  it.each([
    ['HTML', '<!doctype html><title>x</title>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['an empty body', ''],
    ['the first bytes of a PNG', png(5, 5).slice(0, 12)],
  ])('is 415 for %s with an image type', async (_, body) => {
    respondWith(body, { headers: { 'content-type': 'image/png' } });
    await expectProblem(415);
  });

  it('is 422 for a truncated PNG, without a message of the decoder', async () => {
    const whole = png(400, 400);
    respondWith(whole.slice(0, whole.length / 2));
    expect(await expectProblem(422)).not.toMatch(/sharp|vips|node_modules/i);
  });

  it('is 413 for more than 20 MB, with or without a Content-Length', async () => {
    respondWith(null, { headers: { 'content-length': '30000000' } });
    const announced = new Uint8Array(21 * 1024 * 1024);
    announced.set(png(5, 5));
    respondWith(announced, { headers: { 'content-length': String(announced.length) } });
    await expectProblem(413);
    respondWith(
      new ReadableStream({
        start(controller) {
          controller.enqueue(png(5, 5));
          for (let i = 0; i < 22; i++) controller.enqueue(new Uint8Array(1024 * 1024));
          controller.close();
        },
      }),
    );
    await expectProblem(413);
  });

  it('is 504 for an upstream that needs more than 10 s for its headers or its body', async () => {
    respondWith(
      new ReadableStream({
        start: (controller) => controller.enqueue(png(50, 50).slice(0, 100)),
        pull: () => new Promise(() => undefined),
      }),
    );
    upstream.use(http.get(SOURCE, () => delay('infinite'), { once: true }));
    await Promise.all([expectProblem(504), expectProblem(504)]);
  });
});
