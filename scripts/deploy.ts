// `npm run deploy`: builds, migrates the remote database and deploys the Worker. Wrangler creates the database at the
// first deploy. From the second deploy on, the database is migrated before the new code serves.
import { buildQuietly } from './lib/quiet-build.ts';
import { outputOf, run } from './lib/run.ts';
import { summaryOf, sync } from './lib/sync.ts';
import { runCommand, step } from './lib/terminal.ts';
import { errorOf, isDatabaseMissing, isDryRun } from './lib/wrangler-output.ts';

const args = process.argv.slice(2);

await runCommand(async () => {
  process.env['WITHOUT_LOCAL_CACHE'] = 'true';
  await step('Build', buildQuietly);
  if (isDryRun(args)) {
    await deploy();
  } else if (await databaseExists()) {
    await migrate();
    await deploy();
  } else {
    await deploy();
    await migrate();
  }
});

async function deploy(): Promise<void> {
  await run('wrangler', ['deploy', ...args]);
}

async function migrate(): Promise<void> {
  await run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--remote']);
  await step('Tables', async () => summaryOf(await sync(['--remote'])));
}

async function databaseExists(): Promise<boolean> {
  const { code, stdout, stderr } = await outputOf('wrangler', ['d1', 'info', 'DB']);
  if (code === 0) return true;
  if (isDatabaseMissing(stderr)) return false;
  throw new Error(`Cannot find out whether the database exists: ${errorOf(stdout + stderr)}`);
}
