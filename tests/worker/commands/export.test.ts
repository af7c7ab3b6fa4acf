import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpResponse, http, passthrough } from 'msw';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportChanges, versionsSince } from '../../../scripts/lib/export/export-changes.ts';
import { readCollection } from '../../../scripts/lib/export/read-collection.ts';
import { restoreFirstDocuments } from '../../support/worker/documents.ts';
import { upstream } from '../../support/worker/upstream.ts';
import { addressOfWorker, call, TOKEN, write } from '../../support/worker/worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(restoreFirstDocuments);

const path = join(folder, 'users.ndjson');
const target = () => ({ url: addressOfWorker(), token: TOKEN });
const saved = () =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
const stored = async () => (await (await call('/api/users')).json()) as unknown[];

beforeEach(() => upstream.use(http.all(`${addressOfWorker()}/*`, () => passthrough())));

/** Writes to the collection behind each stream, at most this many times. */
function writeBehindStreams(times: number): void {
  let left = times;
  upstream.use(
    http.get(`${addressOfWorker()}/api/users`, async ({ request }) => {
      if (request.url.includes('_limit=1') && left > 0) {
        left -= 1;
        await write('DELETE', `/api/users/${left}`);
        await write('POST', '/api/users', { id: `new${left}`, name: 'new' });
        await write('PATCH', '/api/users/3', { name: `renamed ${left}` });
      }
      return passthrough();
    }),
  );
}

function withoutChanges(): void {
  upstream.use(
    http.get(`${addressOfWorker()}/api/users/changes`, () =>
      HttpResponse.json({ code: 'changes-not-recorded' }, { status: 404 }),
    ),
  );
}

describe('an exported collection', () => {
  it('has the changes that others made while it was read, and shows one version', async () => {
    writeBehindStreams(1);
    const collection = await readCollection(target(), 'users', path);
    expect(saved()).toEqual(await stored());
    expect(collection).toMatchObject({ documents: 4, isSingleton: false });
    expect(collection?.from).toBe(collection?.to);
  });

  it('is read again where changes are not recorded', async () => {
    writeBehindStreams(1);
    withoutChanges();
    const collection = await readCollection(target(), 'users', path);
    expect(saved()).toEqual(await stored());
    expect(collection?.from).toBe(collection?.to);
  });

  it('names both versions when others wrote during each read', async () => {
    writeBehindStreams(3);
    withoutChanges();
    const collection = await readCollection(target(), 'users', path);
    expect(collection?.to).toBe((collection?.from ?? 0) + 3);
  });

  it.each([
    ['is broken', '{"id":1}\n{"error":"The stream failed'],
    ['lacks documents, as one that a proxy cut', '{"id":1}\n'],
  ])('is read again when a stream %s, and refused when each is', async (_, body) => {
    let left = 1;
    const version = (await call('/api/users?_format=ndjson')).headers.get('x-collection-version') ?? '';
    upstream.use(
      http.get(`${addressOfWorker()}/api/users`, ({ request }) => {
        if (!request.url.includes('_format') || left === 0) return passthrough();
        left -= 1;
        return new HttpResponse(body, { headers: { 'x-collection-version': version } });
      }),
    );
    await readCollection(target(), 'users', path);
    expect(saved()).toEqual(await stored());
    left = 3;
    await expect(readCollection(target(), 'users', path)).rejects.toThrow(/ended early 3 times/);
  });
});

const USERS = [{ name: 'users', singleton: false }];

it('exported changes bring a copy from one version to the next, deletions included', async () => {
  const before = await readCollection(target(), 'users', path);
  const copy = new Map(saved().map((document) => [String((document as { id: unknown }).id), document]));
  await write('DELETE', '/api/users/1');
  await write('POST', '/api/users', { id: 'new', name: 'new' });
  await write('PATCH', '/api/users/0', { name: 'renamed' });
  const to = join(folder, 'changes.ndjson');
  const [exported] = await exportChanges(target(), USERS, () => before?.from ?? 0, to);
  expect(exported).toMatchObject({ name: 'users', changes: 3 });
  const lines = readFileSync(to, 'utf8').trim().split('\n');
  for (const { id, document, deleted } of lines.map((line) => JSON.parse(line))) {
    if (deleted) copy.delete(String(id));
    else copy.set(String(id), document);
  }
  const byId = (one: unknown, other: unknown) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
  expect([...copy.values()].toSorted(byId)).toEqual((await stored()).toSorted(byId));
  const [again] = await exportChanges(target(), USERS, versionsSince(`${to}.versions`), to);
  expect(again).toEqual({ name: 'users', changes: 0, version: exported?.version });
});
