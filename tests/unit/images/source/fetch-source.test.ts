import { describe, expect, it, vi } from 'vitest';
import {
  type FetchOptions,
  fetchSource,
  type Upstream,
} from '../../../../src/lib/images/source/fetch-source.ts';

const SOURCE = new URL('https://a.example/a.png');
const BYTES = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);

/** A body that produces these bytes in chunks of 1,000, then closes, errors, or stays silent. */
function bodyOf(bytes: Uint8Array, end: 'close' | 'error' | 'silence' = 'close') {
  const cancelled = vi.fn();
  let at = 0;
  const body = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      if (at < bytes.length) {
        controller.enqueue(bytes.slice(at, at + 1000));
        at += 1000;
        return undefined;
      }
      if (end === 'silence') return new Promise(() => undefined);
      if (end === 'error') throw new Error('connection reset');
      controller.close();
      controller.byobRequest?.respond(0);
      return undefined;
    },
    cancel: cancelled,
  });
  return { body, cancelled };
}

function open(
  response: () => Response | Promise<Response>,
  options: Partial<FetchOptions> = {},
): Promise<Upstream> {
  return fetchSource(SOURCE, {
    fetch: async () => response(),
    now: Date.now,
    timeout: 1000,
    maxBytes: 1_000_000,
    isAllowed: () => true,
    ...options,
  });
}

async function readAll(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer());
}

/** A fetch that ends only when its signal aborts, as that of an unresponsive server does. */
const unresponsive: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
  });

describe('fetchSource()', () => {
  it('streams every byte of a source once', async () => {
    const upstream = await open(() => new Response(bodyOf(BYTES).body, { headers: { etag: '"1"' } }));
    expect(upstream.headers.get('etag')).toBe('"1"');
    expect(await readAll(upstream.body)).toEqual(BYTES);
    expect(upstream.failure()).toBeUndefined();
  });

  it.each([
    [204, 'source-failed'],
    [206, 'source-failed'],
    [304, 'source-failed'],
    [404, 'source-not-found'],
    [500, 'source-failed'],
    [508, 'source-loop'],
  ])('refuses status %d with %s and cancels the body', async (status, code) => {
    const { body, cancelled } = bodyOf(BYTES);
    const hasBody = status !== 204 && status !== 304;
    const response = new Response(hasBody ? body : null, { status });
    await expect(open(() => response)).rejects.toMatchObject({ code });
    expect(cancelled).toHaveBeenCalledTimes(hasBody ? 1 : 0);
  });

  it('reports a failed connection as source-unreachable, with its cause', async () => {
    const cause = new TypeError('connection refused');
    const response = () => Promise.reject(cause);
    await expect(open(response)).rejects.toMatchObject({ code: 'source-unreachable', status: 502, cause });
  });

  it('passes a Problem of the allow-list on', async () => {
    const isAllowed = () => false;
    await expect(open(() => new Response('x'), { isAllowed })).rejects.toMatchObject({
      code: 'source-failed',
    });
  });
});

describe('the size limit of a source', () => {
  it('refuses a source that announces more bytes, without reading it', async () => {
    const { body, cancelled } = bodyOf(BYTES);
    const headers = { 'content-length': String(BYTES.length) };
    const response = open(() => new Response(body, { headers }), { maxBytes: BYTES.length - 1 });
    await expect(response).rejects.toMatchObject({ code: 'source-too-large', status: 413 });
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it('fails the body at one byte more and cancels the source', async () => {
    const { body, cancelled } = bodyOf(BYTES, 'silence');
    const upstream = await open(() => new Response(body), { maxBytes: BYTES.length - 1 });
    await expect(readAll(upstream.body)).rejects.toMatchObject({ code: 'source-too-large' });
    expect(upstream.failure()).toMatchObject({ code: 'source-too-large' });
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it('allows exactly as many bytes', async () => {
    const upstream = await open(() => new Response(bodyOf(BYTES).body), { maxBytes: BYTES.length });
    expect(await readAll(upstream.body)).toEqual(BYTES);
  });
});

describe('the time budget of a source', () => {
  it('ends the wait for headers', async () => {
    const response = open(() => new Response('x'), { fetch: unresponsive, timeout: 20 });
    await expect(response).rejects.toMatchObject({
      code: 'source-timeout',
      status: 504,
      message: 'The source took longer than 0.02 s.',
    });
  });

  it('reports a body that the abort ends as source-timeout', async () => {
    const upstream = await fetchSource(SOURCE, {
      fetch: async (_, init) => {
        const body = new ReadableStream({
          type: 'bytes',
          start: (controller) => {
            controller.enqueue(BYTES.slice(0, 100));
            init?.signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
          },
        });
        return new Response(body);
      },
      now: Date.now,
      timeout: 20,
      maxBytes: 1000,
      isAllowed: () => true,
    });
    await expect(readAll(upstream.body)).rejects.toMatchObject({ code: 'source-timeout' });
    expect(upstream.failure()).toMatchObject({ code: 'source-timeout' });
  });
});

describe('the body of a source', () => {
  it('that ends early is source-unreachable, also in failure()', async () => {
    const upstream = await open(() => new Response(bodyOf(BYTES, 'error').body));
    await expect(readAll(upstream.body)).rejects.toMatchObject({ code: 'source-unreachable' });
    expect(upstream.failure()).toMatchObject({ code: 'source-unreachable' });
  });

  it('is cancelled with its reader', async () => {
    const { body, cancelled } = bodyOf(BYTES);
    const upstream = await open(() => new Response(body));
    await upstream.body.cancel();
    expect(cancelled).toHaveBeenCalledOnce();
  });
});
