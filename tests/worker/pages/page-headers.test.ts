import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../src/lib/cache/policy.ts';
import { FIXED_HEADERS } from '../../../src/lib/http/response/fixed-headers.ts';
import { call } from '../../support/worker/worker.ts';

const NAMES = Object.keys(FIXED_HEADERS);

const OF_A_PAGE = Object.fromEntries(NAMES.map((name) => [name, FIXED_HEADERS[name]?.values.page ?? null]));

async function fixedHeadersOf(path: string): Promise<Record<string, string | null>> {
  const { headers } = await call(path, { headers: { accept: 'text/html' } });
  expect(headers.get('content-type'), path).toMatch(/^text\/html/);
  return Object.fromEntries(NAMES.map((name) => [name, headers.get(name)]));
}

describe('the headers of a page', () => {
  const paths = globSync('**/*.html', { cwd: 'dist/client' }).map((file) =>
    file === 'index.html' ? '/' : `/${file.replace(/\.html$/, '')}`,
  );

  it.each(paths)('are those of the table, although %s is a static file', async (path) => {
    expect(await fixedHeadersOf(path)).toEqual(OF_A_PAGE);
    const { headers } = await call(path);
    expect(headers.get('cache-control')).toBe(POLICY.staticFile.browser);
  });

  it.each(['/data/users', '/no-such-page'])(
    'are those of the table when the Worker renders %s',
    async (path) => {
      expect(await fixedHeadersOf(path)).toEqual(OF_A_PAGE);
    },
  );
});
