import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestHarness } from 'wrangler';

const ENTRY = `
  missions: {
    schema: z.strictObject({ name: z.string().min(1), launched: z.number().int(), userId: reference.optional() }),
    indexes: ['launched'],
    access: 'private',
  },
});
`;
const TOKEN = 'token';
const AUTHORIZED = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

let folder: string;
let server: ReturnType<typeof createTestHarness>;

beforeAll(async () => {
  // Beside the project, where its node_modules is found at the same depth.
  folder = mkdtempSync(resolve('.astro', 'new-collection-'));
  for (const name of [
    'src',
    'migrations',
    'public',
    'astro.config.mjs',
    'wrangler.toml',
    'tsconfig.json',
    'package.json',
  ]) {
    cpSync(name, join(folder, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'src/collections.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/\}\);\s*$/, ENTRY));
  execFileSync('npx', ['astro', 'build', '--silent'], { cwd: folder, stdio: 'pipe' });
  server = createTestHarness({
    workers: [{ configPath: join(folder, 'dist/server/wrangler.json'), secrets: { ADMIN_TOKEN: TOKEN } }],
  });
  await server.listen();
  await server.getWorker().applyD1Migrations('DB');
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('one entry in src/collections.ts is a whole API, without a migration', async () => {
  const post = (document: object) =>
    server.fetch('/api/missions', { method: 'POST', headers: AUTHORIZED, body: JSON.stringify(document) });
  expect((await post({ name: 'Vostok', launched: 1961, userId: 1 })).status).toBe(201);
  expect((await post({ name: 'Apollo', launched: 1968, userId: 1 })).status).toBe(201);
  expect((await post({ name: 'x', launched: 'no' })).status).toBe(422);
  const list = await server.fetch('/api/missions?_sort=launched&_order=desc', { headers: AUTHORIZED });
  expect(await list.json()).toMatchObject([{ id: 2 }, { id: 1 }]);
  const user = (await (
    await server.fetch('/api/users/1?_embed=missions', { headers: AUTHORIZED })
  ).json()) as { missions: object[] };
  expect(user.missions).toHaveLength(2);
});

it('a private collection is read with the token, by whatever way', async () => {
  for (const path of [
    '/api/missions',
    '/api/missions?nope=1',
    '/api/missions/1',
    '/api/users/1/missions',
    '/api/users/1?_embed=missions',
    '/api/users?_embed=missions',
  ]) {
    expect((await server.fetch(path)).status).toBe(401);
    expect([200, 400]).toContain((await server.fetch(path, { headers: AUTHORIZED })).status);
  }
});

it('and what it holds does not show in the cost of searching another', async () => {
  const costOf = async (query: string) =>
    (await server.fetch(`/api/users?${query}`)).headers.get('server-timing')?.match(/rows_read=\d+/)?.[0];
  for (const [present, absent] of [
    ['q=vostok', 'q=vostik'],
    ['name_like=apollo', 'name_like=apolla'],
  ] as const) {
    expect(await costOf(present)).toBe(await costOf(absent));
  }
});
