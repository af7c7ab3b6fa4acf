import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { commandLine } from '../../scripts/lib/run.ts';

/** The limit of a compressed Worker on the free plan: https://developers.cloudflare.com/workers/platform/limits/#worker-size */
const LIMIT_KIB = 3 * 1024;

it('a dry-run deployment of the build is smaller than 3 MiB compressed and has all bindings', () => {
  const [node, ...wrangler] = commandLine('wrangler', ['deploy', '--dry-run']);
  const output = execFileSync(node, wrangler, { encoding: 'utf8' });
  const gzip = /Total Upload: .*gzip: ([\d.]+) KiB/.exec(output);
  console.log(gzip?.[0]);
  expect(Number(gzip?.[1])).toBeLessThan(LIMIT_KIB);
  for (const binding of ['env.DB', 'env.IMAGES', 'env.ASSETS', 'env.CF_VERSION_METADATA']) {
    expect(output).toContain(binding);
  }
});
