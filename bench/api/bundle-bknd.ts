import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from '../../scripts/lib/run.ts';

/** The project of the peer. Its packages are its own, because bknd installs its whole admin interface (96 MB). */
const PROJECT = fileURLToPath(new URL('./bknd/', import.meta.url));

/** Bundles bknd as `wrangler deploy` would, and returns the path of the module. Installs it first if it is not. */
export async function bundleBknd(): Promise<string> {
  if (!isInstalled()) install();
  const folder = join(PROJECT, 'dist');
  const { code, stdout, stderr } = await outputOf('wrangler', [
    'deploy',
    '--dry-run',
    ...['--config', join(PROJECT, 'wrangler.toml')],
    ...['--outdir', folder],
  ]);
  if (code !== 0) throw new Error(stderr.trim() || stdout.trim());
  return join(folder, 'worker.js');
}

/** Whether `npm ci` has installed this lock file: https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles */
function isInstalled(): boolean {
  const hidden = join(PROJECT, 'node_modules/.package-lock.json');
  return existsSync(hidden) && bkndVersion(hidden) === bkndVersion(join(PROJECT, 'package-lock.json'));
}

function bkndVersion(lockFile: string): string | undefined {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  return packages['node_modules/bknd']?.version;
}

/** Installs from npm's cache, or from the registry. React is a peer of the admin interface, which is not served. */
function install(): void {
  process.stderr.write(`npm ci in ${PROJECT}\n`);
  const flags = ['--omit=peer', '--omit=optional', '--ignore-scripts', '--prefer-offline'];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['ci', ...flags, ...quiet], { cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] });
}
