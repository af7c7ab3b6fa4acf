import { describe, expect, it } from 'vitest';
import { GUARDED_COLLECTIONS } from '../../support/lists/guarded-collections.ts';
import { useWorkerWithCollections } from '../../support/worker/project-copy.ts';
import { newClient, withinOnePeriod } from '../../support/worker/rate-limits.ts';
import { AUTHORIZED, call } from '../../support/worker/worker.ts';

const worker = useWorkerWithCollections(() => GUARDED_COLLECTIONS, { vars: { RATE_LIMITS: 'on' } });

/** `CLIENT_WRITES` of the shipped `wrangler.toml`. */
const LIMIT = 60;

describe.each(['reports', 'entries'])('writes to %s, where everyone may create', (collection) => {
  const post = (client: string, headers: Record<string, string> = {}, body = '{"userId":1}') =>
    call(
      `/api/${collection}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers, 'cf-connecting-ip': client },
        body,
      },
      worker,
    );

  it('are limited per client without a token, whether they succeed or not, and not with one', async () => {
    const { within, beyond, other, trusted } = await withinOnePeriod(async () => {
      const client = newClient();
      const statuses: number[] = [];
      for (let i = 0; i < LIMIT; i += 1) {
        const response = await post(client, {}, i % 10 === 0 ? '{"userId":"x"}' : undefined);
        statuses.push(response.status);
      }
      return {
        within: statuses,
        beyond: await post(client),
        other: await post(newClient()),
        trusted: await post(client, AUTHORIZED),
      };
    });
    expect(new Set(within)).toEqual(new Set([422, 201]));
    expect(beyond.status).toBe(429);
    expect(beyond.headers.get('retry-after')).toBe('60');
    expect(await beyond.json()).toMatchObject({
      code: 'rate-limited',
      detail: `One client may send ${LIMIT} writes without a token in 60 s; try again after 60 s.`,
    });
    expect([other.status, trusted.status]).toEqual([201, 201]);
  });

  it('do not count a document that the limit refused', async () => {
    const [before, after] = await withinOnePeriod(async () => {
      const client = newClient();
      for (let i = 0; i < LIMIT; i += 1) await post(client, {}, '{"userId":"x"}');
      const total = async () => {
        const list = await call(`/api/${collection}?_limit=1`, { headers: AUTHORIZED }, worker);
        return list.headers.get('x-total-count');
      };
      const first = await total();
      await post(client);
      return [first, await total()];
    });
    expect(after).toBe(before);
  });
});
