import { describe, expect, it } from 'vitest';
import { clientKey, refuseExcess } from '../../../../src/lib/images/render/rate-limit.ts';
import { readSource } from '../../../../src/lib/images/source/allow-list.ts';

/** A limiter that allows this many calls per key, and records the keys. */
function limiter(most: number) {
  const keys: string[] = [];
  const limit = async ({ key }: { key: string }) => {
    keys.push(key);
    return { success: keys.filter((other) => other === key).length <= most };
  };
  return { limit, keys };
}

function requestOf(address: string | null, source = 'https://a.example/a.png') {
  return { client: clientKey(address), source: readSource(source) };
}

describe('refuseExcess', () => {
  it('responds 429 with Retry-After, which no cache stores, to a client above its limit', async () => {
    const limits = { client: limiter(2), source: limiter(99) };
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
    const limits = { client: limiter(99), source: limiter(2) };
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
    const responses = [];
    for (const address of addresses) responses.push(await refuseExcess(requestOf(address), limits));
    expect(responses.map((response) => response?.status)).toEqual([undefined, undefined, 429]);
    expect(await refuseExcess(requestOf('192.0.2.3', 'https://a.example/b.png'), limits)).toBeNull();
  });

  it('does not count a request that names no client', async () => {
    const limits = { client: limiter(0), source: limiter(0) };
    expect(await refuseExcess({ ...requestOf(null), client: null }, limits)).toBeNull();
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    [null, 'unknown'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('counts the address %s as %s', async (address, key) => {
    const limits = { client: limiter(1), source: limiter(1) };
    await refuseExcess(requestOf(address), limits);
    expect(limits.client.keys).toEqual([key]);
  });
});
