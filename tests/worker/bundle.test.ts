import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyProject } from '../../scripts/lib/build/project-copy.ts';
import { RATE_LIMIT_KINDS } from '../../src/lib/http/rate-limit.ts';
import { chunksLoadedWith, sourceAt, sourcesOf } from '../support/worker/built-modules.ts';
import { runScript } from '../support/worker/run-script.ts';
import { call, useWorker } from '../support/worker/worker.ts';

/** Our own limit. That of the free plan is 3 MiB: https://developers.cloudflare.com/workers/platform/limits/#worker-size */
const LIMIT_KIB = 160;

describe('npm run deploy -- --dry-run', () => {
  const project = copyProject();
  let output = '';

  beforeAll(async () => {
    ({ output } = await runScript(project, 'scripts/deploy.ts', ['--dry-run'], {}));
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('says that it uploads at most 160 KiB compressed', () => {
    const [said, size] = /^Check .*gzip: ([\d.]+) KiB$/m.exec(output) ?? [];
    console.log(said);
    expect(Number(size), output).toBeLessThanOrEqual(LIMIT_KIB);
  });

  it('builds a configuration with all bindings', () => {
    const config = readFileSync(join(project, 'dist/server/wrangler.json'), 'utf8');
    const { d1_databases, images, assets, version_metadata, ratelimits } = JSON.parse(config);
    const others = [...d1_databases, images, assets, version_metadata].map(({ binding }) => binding);
    expect(others).toEqual(['DB', 'IMAGES', 'ASSETS', 'CF_VERSION_METADATA']);
    const limits: { name: string }[] = ratelimits;
    expect(limits.map(({ name }) => name).toSorted()).toEqual(Object.keys(RATE_LIMIT_KINDS).toSorted());
  });

  it('uploads no local cache, which other builds contain', () => {
    expect(globSync('chunks/local-cache_*.mjs', { cwd: join(project, 'dist/server') })).toEqual([]);
    expect(globSync('chunks/local-cache_*.mjs', { cwd: 'dist/server' })).toHaveLength(1);
  });
});

describe('the modules that start with the Worker', () => {
  const sources = sourcesOf(chunksLoadedWith('entry.mjs'));

  it.each([
    'src/middleware.ts',
    'src/collections.ts',
    'src/platform/cache-provider.ts',
    'src/lib/documents/serve-reads.ts',
    'src/pages/api/[collection]/[id]/index.ts',
  ])('include %s, so that the first API request does not evaluate it', (file) => {
    expect(sources).toContain(file);
  });

  it('include no code of images', () => {
    const images = sources.filter((file) => /^src\/(lib\/images\/|images\.ts|platform\/images)/.test(file));
    expect(images).toEqual([]);
  });

  it('include neither the local cache, nor the decoder of PNG files, nor the check of assertions', () => {
    const others =
      /^src\/lib\/cache\/local\/|^node_modules\/(http-cache-semantics|fast-png|fflate|iobuffer|jose)\//;
    expect(sources.filter((file) => others.test(file))).toEqual([]);
  });
});

it('the modules that the first image loads include no route of documents', () => {
  const started = chunksLoadedWith('entry.mjs');
  const images = globSync('chunks/renderer-entrypoint_*.mjs', { cwd: 'dist/server' }).flatMap((chunk) => [
    ...chunksLoadedWith(chunk),
  ]);
  const added = sourcesOf(images.filter((chunk) => !started.has(chunk)));
  expect(added).toContain('src/lib/images/render/renderer.ts');
  expect(added.filter((file) => file.startsWith('src/lib/documents/'))).toEqual([]);
});

describe('an unexpected error', () => {
  const unmigrated = useWorker({ isMigrated: false, vars: { EDGE_CACHE: 'off' } });

  it('is logged with its name and a stack that the source maps resolve to the files of src', async () => {
    await call('/api/users', {}, unmigrated);
    const lines = (await unmigrated.logs()).map(({ message }) => message);
    const line = lines.find((text) => text.includes('"level":"error"')) ?? '{}';
    const { error } = JSON.parse(line) as { error: string };
    expect(error).toMatch(/^Problem: The database is not prepared/);
    const frames = error.matchAll(/dist\/server\/([^:)]+):(\d+):(\d+)/g);
    const files = Array.from(frames, ([, chunk = '', row, column]) =>
      sourceAt(chunk, Number(row), Number(column)),
    );
    expect(files[0]).toBe('src/lib/documents/store/d1/d1-errors.ts');
    // A stack has ten frames.
    expect(files).toContain('src/lib/documents/serve-reads.ts');
  });
});
