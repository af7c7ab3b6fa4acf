// `npm run deploy`: builds, migrates the remote database and puts the Worker on Cloudflare. Wrangler makes the
// database at the first deploy, so only from the second on can it be migrated before the new code serves.
import { isDatabaseMissing, isDryRun } from './deployment.ts';
import { updateIndexes } from './indexes.ts';
import { outputOf, run } from './run.ts';

const args = process.argv.slice(2);
const deploy = () => run('wrangler', ['deploy', ...args]);
async function migrate(): Promise<void> {
  await run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--remote']);
  await updateIndexes(['--remote']);
}
async function databaseExists(): Promise<boolean> {
  const { code, stdout, stderr } = await outputOf('wrangler', ['d1', 'info', 'DB']);
  if (code === 0) return true;
  if (isDatabaseMissing(stderr)) return false;
  throw new Error(`Whether the database exists cannot be told:\n${stdout}${stderr}`);
}

await run('astro', ['build', '--silent']);
if (isDryRun(args)) {
  await deploy();
} else if (await databaseExists()) {
  await migrate();
  await deploy();
} else {
  await deploy();
  await migrate();
}
