import { describe, expect, it } from 'vitest';
import type { RateLimit, RateLimitName } from '../../../../src/lib/http/rate-limit.ts';
import { refuseExcess } from '../../../../src/lib/images/render/refuse-excess.ts';
import { readSource } from '../../../../src/lib/images/source/allow-list.ts';

/** A limit of this many calls per key. */
function limitOf(name: RateLimitName, limit: number): RateLimit {
  const keys: string[] = [];
  return {
    name,
    limit,
    period: 60,
    limiter: {
      limit: async ({ key }) => {
        keys.push(key);
        return { success: keys.filter((other) => other === key).length <= limit };
      },
    },
  };
}

const clientLimit = (most: number) => limitOf('CLIENT_RENDERINGS', most);
const sourceLimit = (most: number) => limitOf('SOURCE_RENDERINGS', most);

function requestOf(client: string, source = 'https://a.example/a.png') {
  return { client, source: readSource(source) };
}

describe('refuseExcess', () => {
  it('responds 429 with Retry-After, which no cache stores, to a client above its limit', async () => {
    const limits = { client: clientLimit(2), source: sourceLimit(99) };
    const statuses: (number | undefined)[] = [];
    for (const name of ['a', 'b', 'c']) {
      const response = await refuseExcess(requestOf('192.0.2.1', `https://a.example/${name}`), limits);
      statuses.push(response?.status);
      if (response === null) continue;
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'retry-after': '60',
        'cache-control': 'no-store',
        'cloudflare-cdn-cache-control': 'no-store',
      });
      expect(await response.json()).toMatchObject({ code: 'rate-limited', status: 429 });
    }
    expect(statuses).toEqual([undefined, undefined, 429]);
    expect(await refuseExcess(requestOf('192.0.2.2'), limits)).toBeNull();
  });

  it('responds 429 to all clients of a source above its limit, and to none of another', async () => {
    const limits = { client: clientLimit(99), source: sourceLimit(2) };
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
    const responses = [];
    for (const address of addresses) responses.push(await refuseExcess(requestOf(address), limits));
    expect(responses.map((response) => response?.status)).toEqual([undefined, undefined, 429]);
    expect(await refuseExcess(requestOf('192.0.2.3', 'https://a.example/b.png'), limits)).toBeNull();
  });

  it('does not count a request that names no client', async () => {
    const limits = { client: clientLimit(0), source: sourceLimit(0) };
    expect(await refuseExcess({ ...requestOf('192.0.2.1'), client: null }, limits)).toBeNull();
  });

  it('counts only by the limits that are configured', async () => {
    expect(await refuseExcess(requestOf('192.0.2.1'), { client: null, source: null })).toBeNull();
    const response = await refuseExcess(requestOf('192.0.2.1'), { client: null, source: sourceLimit(0) });
    expect(response?.status).toBe(429);
  });
});
