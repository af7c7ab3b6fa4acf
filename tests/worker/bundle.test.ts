import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** The free plan's smallest documented bound for a compressed Worker. */
const LIMIT_KIB = 3 * 1024;

it('deploys as it is built, within the size of the free plan', () => {
  const output = execFileSync('npx', ['wrangler', 'deploy', '--dry-run'], { encoding: 'utf8' });
  const gzip = /Total Upload: .*gzip: ([\d.]+) KiB/.exec(output);
  console.log(gzip?.[0]);
  expect(Number(gzip?.[1])).toBeLessThan(LIMIT_KIB);
  for (const binding of ['env.DB', 'env.IMAGES', 'env.ASSETS', 'env.CF_VERSION_METADATA']) {
    expect(output).toContain(binding);
  }
});
