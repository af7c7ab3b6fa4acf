import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { png } from '../../support/images/images.ts';
import { useCachedWorker } from '../../support/worker/cached-worker.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';

const { read } = useCachedWorker({ vars: { RATE_LIMITS: 'on' } });

beforeEach(() => {
  upstream.use(http.get(`${HOST}/*`, () => HttpResponse.arrayBuffer(png(2000, 20).buffer)));
});

const WIDTHS = Array.from({ length: 40 }, (_, i) => i);

/** Reads renderings that no cache has, and returns how many had each status. */
async function countStatuses(client: string, name: (i: number) => string): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const i of WIDTHS) {
    const response = await read(name(i), { headers: { 'cf-connecting-ip': client } });
    counts[response.status] = (counts[response.status] ?? 0) + 1;
    if (response.status === 429) {
      expect(response.headers.get('retry-after')).toBe('60');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({ code: 'rate-limited' });
    } else await response.arrayBuffer();
  }
  return counts;
}

describe('renderings that miss the cache', () => {
  it('are limited per client, while stored images are served', async () => {
    const counts = await countStatuses('192.0.2.1', (i) => `/image/w=64/${HOST}/${i}.png`);
    expect(counts).toEqual({ 200: 30, 429: 10 });
    const stored = await read(`/image/w=64/${HOST}/0.png`, { headers: { 'cf-connecting-ip': '192.0.2.1' } });
    expect(stored.status).toBe(200);
    await stored.arrayBuffer();
  });

  it('are counted once for the facts and the first image of a source together, and once for each other one', async () => {
    const counts = await countStatuses(
      '192.0.2.5',
      (i) => `/image/w=${i % 2 === 0 ? 64 : 96}/${HOST}/pair-${i >> 1}.png`,
    );
    expect(counts).toEqual({ 200: 30, 429: 10 });
  });

  it('are counted twice for format=json, which renders an image and a placeholder', async () => {
    const counts = await countStatuses(
      '192.0.2.6',
      (i) => `/image/w=64,format=json/${HOST}/described-${i}.png`,
    );
    expect(counts[200]).toBe(15);
  });

  it('are counted once when an equivalent variant is stored, and not for a hit', async () => {
    const counts = await countStatuses('192.0.2.9', () => `/image/w=64,h=2000/${HOST}/same.png`);
    expect(counts).toEqual({ 200: 40 });
  });
});
