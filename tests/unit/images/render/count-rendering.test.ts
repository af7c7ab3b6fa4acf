import { describe, expect, it } from 'vitest';
import type { RateLimit, RateLimitName } from '../../../../src/lib/http/rate-limit.ts';
import { countRendering } from '../../../../src/lib/images/render/count-rendering.ts';
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

/** What a 429 of the limits looks like. */
const REFUSAL = { code: 'rate-limited', status: 429, headers: { 'retry-after': '60' } };

describe('countRendering', () => {
  it('refuses a client above its limit with 429, and no other client', async () => {
    const limits = { client: clientLimit(2), source: sourceLimit(99) };
    await countRendering(requestOf('192.0.2.1', 'https://a.example/a'), limits);
    await countRendering(requestOf('192.0.2.1', 'https://a.example/b'), limits);
    const third = countRendering(requestOf('192.0.2.1', 'https://a.example/c'), limits);
    await expect(third).rejects.toMatchObject(REFUSAL);
    await countRendering(requestOf('192.0.2.2'), limits);
  });

  it('refuses all clients of a source above its limit with 429, and none of another source', async () => {
    const limits = { client: clientLimit(99), source: sourceLimit(2) };
    await countRendering(requestOf('192.0.2.1'), limits);
    await countRendering(requestOf('192.0.2.2'), limits);
    await expect(countRendering(requestOf('192.0.2.3'), limits)).rejects.toMatchObject(REFUSAL);
    await countRendering(requestOf('192.0.2.3', 'https://a.example/b.png'), limits);
  });

  it('does not count a request that names no client', async () => {
    const limits = { client: clientLimit(0), source: sourceLimit(0) };
    await countRendering({ ...requestOf('192.0.2.1'), client: null }, limits);
  });

  it('counts only by the limits that are configured', async () => {
    await countRendering(requestOf('192.0.2.1'), { client: null, source: null });
    const refused = countRendering(requestOf('192.0.2.1'), { client: null, source: sourceLimit(0) });
    await expect(refused).rejects.toMatchObject(REFUSAL);
  });
});
