import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'perigee-types-'));
afterAll(() => rmSync(folder, { recursive: true }));

function types(...args: string[]) {
  return spawnSync('node_modules/.bin/node', ['scripts/types.ts', ...args], { encoding: 'utf8' });
}

it('npm run types writes the paths and the collections', () => {
  const file = join(folder, 'perigee.d.ts');
  expect(types('--out', file)).toMatchObject({ status: 0, stderr: '' });
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('export interface paths {');
  expect(text).toContain('"users": { document: components["schemas"]["users"];');
});

it.each([[[]], [['--out', '']], [['--file', 'x']]])('npm run types refuses %j', (args) => {
  const { status, stdout, stderr } = types(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/Usage: npm run types -- --out FILE|Unknown option '--file'/);
});
