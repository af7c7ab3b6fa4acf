import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { png } from '../../support/images/images.ts';
import { useCachedWorker } from '../../support/worker/cached-worker.ts';
import { newClient, withinOnePeriod } from '../../support/worker/rate-limits.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';

const { read } = useCachedWorker({ vars: { RATE_LIMITS: 'on' } });

beforeEach(() => {
  upstream.use(http.get(`${HOST}/*`, () => HttpResponse.arrayBuffer(png(2000, 20).buffer)));
});

const WIDTHS = Array.from({ length: 40 }, (_, i) => i);

/**
 * Reads renderings as a new client within one period, and returns how many had each status.
 *
 * @param name the path of a rendering, whose source is in the folder
 */
function countStatuses(
  name: (folder: string, i: number) => string,
): Promise<{ client: string; counts: Record<number, number> }> {
  return withinOnePeriod(async () => {
    const client = newClient();
    const counts: Record<number, number> = {};
    for (const i of WIDTHS) {
      const response = await read(name(`${HOST}/${client}`, i), { headers: { 'cf-connecting-ip': client } });
      counts[response.status] = (counts[response.status] ?? 0) + 1;
      if (response.status === 429) {
        expect(response.headers.get('retry-after')).toBe('60');
        expect(response.headers.get('cache-control')).toBe('no-store');
        expect(await response.json()).toMatchObject({ code: 'rate-limited' });
      } else await response.arrayBuffer();
    }
    return { client, counts };
  });
}

describe('renderings that miss the cache', () => {
  it('are limited per client, while stored images are served', async () => {
    const { client, counts } = await countStatuses((folder, i) => `/image/w=64/${folder}/${i}.png`);
    expect(counts).toEqual({ 200: 30, 429: 10 });
    const path = `/image/w=64/${HOST}/${client}/0.png`;
    const stored = await read(path, { headers: { 'cf-connecting-ip': client } });
    expect(stored.status).toBe(200);
    await stored.arrayBuffer();
  });

  it('are counted once for the facts and the first image of a source together, and once for each other one', async () => {
    const { counts } = await countStatuses(
      (folder, i) => `/image/w=${i % 2 === 0 ? 64 : 96}/${folder}/pair-${i >> 1}.png`,
    );
    expect(counts).toEqual({ 200: 30, 429: 10 });
  });

  it('are counted twice for format=json, which renders an image and a placeholder', async () => {
    const { counts } = await countStatuses(
      (folder, i) => `/image/w=64,format=json/${folder}/described-${i}.png`,
    );
    expect(counts[200]).toBe(15);
  });

  it('are counted once when an equivalent variant is stored, and not for a hit', async () => {
    const { counts } = await countStatuses((folder) => `/image/w=64,h=2000/${folder}/same.png`);
    expect(counts).toEqual({ 200: 40 });
  });
});
