import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

/** Returns each forbidden import below `src` of a folder, and the number of files. */
async function violationsIn(folder: string): Promise<{ files: number; violations: string[] }> {
  const { forbidden = [], options } = config;
  const { output } = await cruise(['src'], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  });
  if (typeof output === 'string') throw new Error(output);
  const { totalCruised, violations } = output.summary;
  return {
    files: totalCruised,
    violations: violations.map(({ from, to, rule }) => `${from} → ${to} (${rule.name})`),
  };
}

it('imports in src go down through the rooms, without cycles', async () => {
  const { files, violations } = await violationsIn(process.cwd());
  expect(files).toBeGreaterThan(50);
  expect(violations).toEqual([]);
});

describe('the import rules', () => {
  /** A file, what it imports, and the rule that forbids it. */
  const PLANTED: readonly [from: string, to: string, rule: string][] = [
    ['src/lib/http/a.ts', 'src/collections.ts', 'lib-imports-the-app'],
    ['src/lib/http/b.ts', 'src/platform/images.ts', 'lib-imports-the-app'],
    ['src/lib/http/c.ts', 'scripts/lib/run.ts', 'lib-imports-the-app'],
    ['src/lib/http/d.ts', 'tests/support/worker/worker.ts', 'lib-imports-the-app'],
    ['src/lib/http/e.ts', 'node:fs', 'lib-imports-node'],
    ['src/lib/http/f.ts', 'cloudflare:workers', 'lib-imports-the-platform'],
    ['src/lib/http/g.ts', 'src/lib/cache/policy.ts', 'src-http-imports-upwards'],
    ['src/lib/cache/h.ts', 'src/lib/auth/bearer.ts', 'src-cache-imports-upwards'],
    ['src/lib/cache/i.ts', 'src/lib/documents/serve-reads.ts', 'src-cache-imports-upwards'],
    ['src/lib/http/j.ts', 'src/lib/util/text.ts', 'lib-has-an-unlisted-room'],
    ['src/pages/u.ts', 'src/helpers/text.ts', 'src-has-an-unlisted-room'],
    ['src/lib/documents/k.ts', 'src/lib/images/serve.ts', 'documents-import-images'],
    ['src/lib/images/l.ts', 'src/lib/documents/serve-reads.ts', 'images-import-documents'],
    [
      'src/lib/documents/query/m.ts',
      'src/lib/documents/body/validate-document.ts',
      'documents-query-imports-upwards',
    ],
    [
      'src/lib/documents/query/n.ts',
      'src/lib/documents/store/read/read-document.ts',
      'documents-query-imports-upwards',
    ],
    ['src/lib/images/url/o.ts', 'src/lib/images/source/allow-list.ts', 'images-url-imports-upwards'],
    ['src/pages/p.ts', 'src/lib/documents/store/read/read-document.ts', 'a-page-reaches-behind-serve'],
    ['src/pages/q.ts', 'cloudflare:workers', 'bindings-are-read-outside-the-platform'],
    [
      'src/middleware.ts',
      'src/lib/cache/local/local-cache.ts',
      'local-cache-is-imported-outside-the-edge-cache',
    ],
    ['src/pages/t.ts', 'src/lib/openapi/openapi-document.ts', 'openapi-is-imported-by-the-worker'],
    ['src/lib/http/r.ts', 'src/lib/http/s.ts', 'cycle'],
  ];
  const folder = mkdtempSync(join(tmpdir(), 'perigee-rules-'));
  let found: string[];

  beforeAll(async () => {
    const write = (file: string, text: string, flag: string) => {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag });
    };
    // A cycle needs a second import, and is reported once.
    for (const [from, to] of [...PLANTED, ['src/lib/http/s.ts', 'src/lib/http/r.ts']] as const) {
      const isFile = to.endsWith('.ts');
      if (isFile) write(to, 'export const value = 1;\n', 'a');
      const up = '../'.repeat(from.split('/').length - 1);
      write(from, `import '${isFile ? up + to : to}';\n`, 'a');
    }
    found = (await violationsIn(folder)).violations;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(PLANTED)('forbid %s → %s by %s', (from, to, rule) => {
    const target = to.replace(/^node:/, '');
    expect(found).toContain(`${from} → ${target} (${rule})`);
  });
});
