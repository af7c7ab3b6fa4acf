import { describe, expect, it } from 'vitest';
import { LocalCache } from '../../../../src/lib/cache/local/local-cache.ts';
import {
  type RenderKey,
  readRenderRequest,
  writeRenderRequest,
} from '../../../../src/lib/images/hop/render-request.ts';
import { type RenderDependencies, renderResponse } from '../../../../src/lib/images/render/renderer.ts';
import { imageFixture } from '../../../support/images/odd-images.ts';

const SOURCE = { kind: 'remote', url: new URL('https://a.example/a.gif') } as const;
const HOUR = 3_600_000;

/** A cached Renderer of an image that its upstream stops sending. Returns the statuses of later requests. */
async function statusesAfter(upstreamStatus: number, key: RenderKey): Promise<number[]> {
  let now = 0;
  let status = 200;
  const cache = new LocalCache({ now: () => now });
  const allowed = [{ host: SOURCE.url.host }];
  const dependencies: RenderDependencies = {
    images: { input: () => Promise.reject(new Error('must not be called')) } as unknown as ImagesBinding,
    limits: { width: 1000, height: 1000, pixels: 1_000_000 },
    rateLimits: { client: null, source: null },
    log: () => undefined,
    fetch: async () => new Response(status === 200 ? imageFixture('anim.gif') : null, { status }),
    assets: { fetch: () => Promise.reject(new Error('must not be called')) },
    now: () => now,
    lists: { public: allowed, signed: allowed, pinned: allowed },
  };
  const get = async () => {
    const ownUrl = new URL('https://perigee.example/image/x');
    const request = {
      key,
      source: SOURCE,
      list: 'public',
      variant: {},
      named: [],
      ownUrl,
      client: null,
      ifNoneMatch: null,
    } as const;
    const background: Promise<unknown>[] = [];
    const response = await cache.serve(
      writeRenderRequest(request),
      (forwarded) => renderResponse(readRenderRequest(forwarded), dependencies),
      (promise) => background.push(promise),
    );
    await response.arrayBuffer();
    await Promise.all(background);
    return response.status;
  };
  const statuses = [await get()];
  status = upstreamStatus;
  now = 2 * HOUR;
  // The first request revalidates the stale copy in the background.
  await get();
  statuses.push(await get());
  now = 48 * HOUR;
  statuses.push(await get());
  return statuses;
}

const KEYS = ['source', 'variant'] as const;

describe('a stored image whose upstream then responds', () => {
  it.each([
    [401, 403],
    [403, 403],
    [404, 404],
    [410, 410],
  ])('with %d is replaced by a %d', async (upstream, status) => {
    for (const key of KEYS) expect(await statusesAfter(upstream, key)).toEqual([200, status, status]);
  });

  it.each([429, 500, 503])('with %d is served stale', async (upstream) => {
    for (const key of KEYS) expect(await statusesAfter(upstream, key)).toEqual([200, 200, 200]);
  });
});
