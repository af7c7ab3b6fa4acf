import { beforeAll, describe, expect, it } from 'vitest';
import { beginStatements } from '../../../../src/lib/documents/tables/sync/change-recording.ts';
import { type ChangesPage, Mirror } from '../../../support/moving/mirror.ts';
import { rowsRead } from '../../../support/worker/documents.ts';
import { useWorkerWithCollections } from '../../../support/worker/project-copy.ts';
import { AUTHORIZED, call, write } from '../../../support/worker/worker.ts';

const ENTRIES = `
  plain: { schema: z.looseObject({}) },
  hidden: { schema: z.looseObject({}), access: 'private', changes: true },
  many: { schema: z.looseObject({}), search: false, changes: true, limits: { scan: 0 } },
});
`;

const worker = useWorkerWithCollections((source) => source.replace(/\}\);\s*$/, ENTRIES), {
  vars: { EDGE_CACHE: 'off' },
});

const read = (path: string, headers: Record<string, string> = {}) => call(path, { headers }, worker);

async function run(...statements: string[]): Promise<void> {
  await worker.batch(statements);
}

it('a collection whose changes are not recorded responds 404 with the line that records them', async () => {
  const response = await read('/api/plain/changes');
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    code: 'changes-not-recorded',
    detail: 'The changes of plain are not recorded. Add changes: true to plain in src/collections.ts.',
  });
  expect((await read('/api/nope/changes')).status).toBe(404);
});

it('the changes of a private collection are 404 without a token, and never stored', async () => {
  expect((await read('/api/hidden/changes')).status).toBe(404);
  const response = await read('/api/hidden/changes', AUTHORIZED);
  expect(response.status).toBe(200);
  expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
});

describe('recording that begins again', () => {
  beforeAll(async () => {
    for (const id of [1, 2, 3, 4]) await write('POST', '/api/many', { id }, {}, worker);
    await write('DELETE', '/api/many/1', undefined, {}, worker);
    await write('PATCH', '/api/many/2', { a: 1 }, {}, worker);
  });

  it('makes versions that clients know 410, and all documents readable page by page', async () => {
    const mirror = new Mirror('/api/many/changes', read);
    await mirror.follow();
    const etag = (await read('/api/many/changes?_since=2')).headers.get('etag') ?? '';
    await run(...beginStatements('many'));
    for (const headers of [{}, { 'if-none-match': etag }] as Record<string, string>[]) {
      const gone = await read(`/api/many/changes?_since=${mirror.version}`, headers);
      expect(gone.status).toBe(410);
      expect(await gone.json()).toMatchObject({ code: 'changes-gone' });
    }
    for (const first of [null, 0]) {
      const copy = new Mirror('/api/many/changes', read);
      copy.version = first;
      await copy.follow(1);
      expect([...copy.documents.keys()]).toEqual([3, 4, 2]);
      expect(copy.versions).toHaveLength(3);
    }
  });
});

it('a page of a large collection reads few rows, wherever it begins', async () => {
  const { version } = (await (await read('/api/many/changes')).json()) as ChangesPage;
  await run(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
     INSERT INTO many (id, body) SELECT 'n' || i, json_object('id', 'n' || i) FROM n`,
    `DELETE FROM many WHERE id GLOB 'n*5'`,
  );
  for (const since of [0, version, version + 7_777, version + 19_995, version + 20_500]) {
    const response = await read(`/api/many/changes?_limit=100&_since=${since}`);
    expect(((await response.json()) as ChangesPage).changes).toHaveLength(100);
    expect(rowsRead(response)).toBeLessThanOrEqual(250);
  }
  const mirror = new Mirror('/api/many/changes', read);
  await mirror.follow();
  expect(mirror.documents.size).toBe(18_003);
});
