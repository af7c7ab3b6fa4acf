// `npm run deploy`: builds, migrates the remote database and puts the Worker on Cloudflare. Wrangler makes the
// database at the first deploy, so only from the second on can it be migrated before the new code serves.
import { updateIndexes } from './indexes.ts';
import { run } from './local.ts';

const deploy = () => run('wrangler', ['deploy', ...process.argv.slice(2)]);
async function migrate(): Promise<void> {
  await run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--remote']);
  await updateIndexes(['--remote']);
}
const databaseExists = () =>
  run('wrangler', ['d1', 'info', 'DB']).then(
    () => true,
    () => false,
  );

await run('astro', ['build', '--silent']);
if (await databaseExists()) {
  await migrate();
  await deploy();
} else {
  await deploy();
  await migrate();
}
