import { expect, it } from 'vitest';
import { useWorkerWithCollections } from '../../../support/worker/project-copy.ts';
import { AUTHORIZED, call, write } from '../../../support/worker/worker.ts';

const ENTRY = `
  missions: {
    schema: z.strictObject({ name: z.string().min(1), launched: z.number().int(), userId: reference.optional() }),
    indexes: ['launched'],
    access: 'private',
  },
});
`;

const worker = useWorkerWithCollections((source) => source.replace(/\}\);\s*$/, ENTRY), {
  vars: { EDGE_CACHE: 'off' },
});

const post = (document: object) => write('POST', '/api/missions', document, {}, worker);
const read = (path: string, headers: Record<string, string> = {}) => call(path, { headers }, worker);

it('an entry in src/collections.ts is a whole REST API, without a migration', async () => {
  expect((await post({ name: 'Vostok', launched: 1961, userId: 1 })).status).toBe(201);
  expect((await post({ name: 'Apollo', launched: 1968, userId: 1 })).status).toBe(201);
  expect((await post({ name: 'x', launched: 'no' })).status).toBe(422);
  const list = await read('/api/missions?_sort=launched&_order=desc', AUTHORIZED);
  expect(await list.json()).toMatchObject([{ id: 2 }, { id: 1 }]);
  const user = await read('/api/users/1?_embed=missions', AUTHORIZED);
  expect(((await user.json()) as { missions: object[] }).missions).toHaveLength(2);
});

it.each([
  ['/api/missions', 404, 200],
  ['/api/missions?nope=1', 404, 400],
  ['/api/missions/1', 404, 200],
  ['/api/missions/99', 404, 404],
  ['/api/users/1/missions', 404, 200],
  ['/api/users/1?_embed=missions', 400, 200],
  ['/api/users?_embed=missions', 400, 200],
])(
  'GET %s of a private collection is %d without the token and %d with it, and is never stored',
  async (path, hidden, status) => {
    for (const [headers, expected] of [
      [{}, hidden],
      [AUTHORIZED, status],
    ] as const) {
      const response = await read(path, headers);
      expect(response.status).toBe(expected);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
    }
  },
);

it('searching a public collection reads the same number of rows whatever a private collection holds', async () => {
  const costOf = async (query: string) => {
    const response = await read(`/api/users?${query}`);
    expect(await response.json()).toEqual([]);
    const cost = response.headers.get('server-timing')?.match(/rows_read=\d+/)?.[0];
    expect(cost).toMatch(/^rows_read=\d+$/);
    return cost;
  };
  for (const [present, absent] of [
    ['q=vostok', 'q=vostik'],
    ['name_like=apollo', 'name_like=apolla'],
  ] as const) {
    expect(await costOf(present)).toBe(await costOf(absent));
  }
});
