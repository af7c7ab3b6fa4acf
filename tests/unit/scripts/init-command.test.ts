import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'init-'));
const definitions = join(folder, 'src/collections.ts');
mkdirSync(join(folder, 'src'));
writeFileSync(definitions, 'before\n');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script in the folder, without a terminal. */
function run(script: string, ...args: string[]) {
  const line = [resolve('scripts', script), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, line, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

it('docs/moving-from-json-server.md shows what npm run init prints and writes', () => {
  const page = readFileSync('docs/moving-from-json-server.md', 'utf8');
  const [, json = ''] = /^```json\n(.*?)^```/ms.exec(page) ?? [];
  const [, source = ''] = /^```ts\n(\/\/ WHAT.*?)^```/ms.exec(page) ?? [];
  const [, summary = ''] = /^\$ npm run init -- db\.json\n(.*?)\n\n--- /ms.exec(page) ?? [];
  writeFileSync(join(folder, 'db.json'), json);
  const { status, stdout } = run('init.ts', 'db.json', '--yes');
  expect(status).toBe(0);
  expect(readFileSync(definitions, 'utf8')).toBe(source);
  expect(stdout.startsWith(`${summary}\n\n--- `)).toBe(true);
  expect(run('init.ts', 'db.json').stdout).toContain('src/collections.ts is already up to date.');
});

it('npm run init without a terminal and without --yes writes nothing, and exits with 1', () => {
  writeFileSync(definitions, 'before\n');
  const { status, stdout, stderr } = run('init.ts', 'db.json');
  expect(status).toBe(1);
  expect(stdout).toContain('-before');
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('Pass --yes to agree.')]);
  expect(readFileSync(definitions, 'utf8')).toBe('before\n');
});

it('npm run init shows a path with a space as one argument of the next command', () => {
  writeFileSync(join(folder, 'my db.json'), '{"posts":[{"id":1}]}');
  expect(run('init.ts', 'my db.json', '--yes').stdout).toContain('npm run import -- "my db.json" ');
});

it('npm run init takes a folder of CSV files, whose columns are numbers, booleans, dates or text', () => {
  mkdirSync(join(folder, 'tables'));
  writeFileSync(join(folder, 'tables/users.csv'), 'id,name,zip,active\n1,Ada,01234,true\n2,Bob,,false\n');
  writeFileSync(
    join(folder, 'tables/orders.tsv'),
    'id\tuser_id\ttotal\tpaid\n1\t2\t9.5\t2024-01-01\n2\t1\t3\t\n',
  );
  expect(run('init.ts', 'tables', '--yes').status).toBe(0);
  const text = readFileSync(definitions, 'utf8').replaceAll(/\s+/g, ' ');
  expect(text).toContain(
    'z.looseObject({ name: z.string(), zip: z.string().optional(), active: z.boolean() })',
  );
  expect(text).toContain(
    'z.looseObject({ user_id: z.number(), total: z.number(), paid: z.iso.date().optional() })',
  );
  expect(text).toContain("relations: { user: { collection: 'users', key: 'user_id' }, }");
});

it.each<[string, string | Buffer, RegExp]>([
  ['nothing.json', '', /nothing\.json does not exist\.$/],
  ['broken.json', '{"users":[{"id":1}', /^broken\.json is not JSON: /],
  ['broken.json', '{"users":[{"id":1}}', /^broken\.json is not JSON: /],
  ['empty.json', '', /^empty\.json is not JSON: it is empty$/],
  ['text.json', '"x"', /^text\.json is not JSON: it must be an object of lists, or a list$/],
  ['none.json', '{"version":3}', /^none\.json has no list of documents\./],
  ['quote.csv', 'id,name\n1,"x\n', /^quote\.csv: Quote Not Closed/],
  ['twice.csv', 'a,a\n1,2\n', /^twice\.csv: two columns have the name "a"\.$/],
  ['latin1.csv', Buffer.from('id,name\n1,Zoë\n', 'latin1'), /^latin1\.csv is not UTF-8\. Save it as UTF-8/],
  ['latin1.json', Buffer.from('{"a":[{"n":"Zoë"}]}', 'latin1'), /^latin1\.json is not UTF-8\./],
  ['latin1.ndjson', Buffer.from('{"n":"Zoë', 'latin1'), /^latin1\.ndjson is not UTF-8\./],
  ['utf16.json', Buffer.from('\ufeff{"a":[]}', 'utf16le'), /^utf16\.json is not UTF-8\./],
  ['text.xml', '<a/>', /^text\.xml is not supported; allowed: files that end in \.json, \.ndjson/],
])('npm run init -- %s ends with one sentence (%#)', (name, text, message) => {
  if (text !== '' || name === 'empty.json') writeFileSync(join(folder, name), text);
  const { status, stderr } = run('init.ts', name, '--yes');
  expect(status).toBe(1);
  expect(stderr.trim()).toMatch(message);
  expect(stderr).not.toMatch(/\n +at /);
});

it('npm run reset without a terminal deletes the local database only with --yes', () => {
  expect(run('reset.ts').stdout).toContain('There is no local database.');
  const state = join(folder, '.wrangler/state/v3');
  for (const name of ['d1/x', 'kv']) mkdirSync(join(state, name), { recursive: true });
  const refused = run('reset.ts');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('Pass --yes to agree.');
  expect(run('reset.ts').status).toBe(1);
  expect(run('reset.ts', '--yes').status).toBe(0);
  expect(run('reset.ts').stdout).toContain('There is no local database.');
});
