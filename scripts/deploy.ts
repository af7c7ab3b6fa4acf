// `npm run deploy`: builds, prepares the database for the new version, deploys it, and removes from the database what only
// the previous version used. A step that fails ends the command, and the previous version still serves.
// `-- --dry-run` prints the steps. All other arguments go to `wrangler deploy`.
import { setTimeout as sleep } from 'node:timers/promises';
import { takeOptions, textOf } from './lib/arguments.ts';
import { buildQuietly } from './lib/build/quiet-build.ts';
import { migrate, wrangler } from './lib/database/database.ts';
import { missingToken } from './lib/database/missing-token.ts';
import { declaredTables, expand, makeChanges, plannedChanges, summaryOf } from './lib/database/sync.ts';
import { deployPlan, planText } from './lib/deploy/deploy-plan.ts';
import { type DeployedWorker, deployedWorker } from './lib/deploy/deployed-worker.ts';
import { createDatabase, databaseExists, remoteState, schemaState } from './lib/deploy/remote-state.ts';
import { run } from './lib/run.ts';
import { TARGET_OPTIONS, type Target, targetOf, workerArguments } from './lib/target.ts';
import { messageOf, runCommand, step } from './lib/terminal.ts';

/** Seconds for the requests of the previous version to end, and for the new version to arrive everywhere. */
const DEFAULT_SETTLE = '30';

const { remote: _remote, 'persist-to': _persistTo, ...shared } = TARGET_OPTIONS;
const OPTIONS = {
  ...shared,
  'dry-run': { type: 'boolean', alias: 'dryRun' },
  settle: { type: 'string' },
} as const;

await runCommand(async () => {
  const taken = takeOptions(process.argv.slice(2), OPTIONS);
  const target: Target = { ...targetOf(taken), isRemote: true };
  const settle = secondsOf(textOf(taken, 'settle') ?? DEFAULT_SETTLE);
  const worker = await deployedWorker(target);
  // The build contains the settings of the configuration file, so wrangler must not read that file.
  const args = [...workerArguments({ env: target.env, config: undefined }), ...taken.rest];

  await step('Build', () => buildQuietly(target, { WITHOUT_LOCAL_CACHE: 'true' }));
  await step('Check', async () => sizeIn(await wrangler(['deploy', '--dry-run', ...args])));
  if (taken.values['dry-run']) return printPlan(target, worker, args);
  await orElse('Nothing was deployed: the previous version still serves.', () =>
    prepareDatabase(target, worker),
  );
  await orElse('The previous version still serves, and the tables suit it. Run `npm run deploy` again.', () =>
    run('wrangler', ['deploy', ...args]),
  );
  const own = ['npm run sync -- --remote', ...workerArguments(target)].join(' ');
  await orElse(`The new version serves. Run \`${own}\` to finish.`, () =>
    step('Contract', () => contract(target, settle)),
  );
  const advice = await missingToken(target, nameIn(taken.rest)).catch(messageOf);
  if (advice !== null) console.log(`\n${advice}`);
});

async function printPlan(target: Target, worker: DeployedWorker, args: readonly string[]): Promise<void> {
  const deployment = { target, worker, definitions: await declaredTables(), args };
  try {
    console.log(`\n${planText(deployPlan(deployment, await remoteState(target, worker)))}`);
  } catch (error) {
    console.log(`\nThe plan depends on the deployed database, which cannot be read: ${messageOf(error)}`);
  }
}

async function prepareDatabase(target: Target, worker: DeployedWorker): Promise<void> {
  await step('Database', async () => {
    if (await databaseExists(target, worker)) return;
    await createDatabase(target, worker);
    return `${worker.database.name} created`;
  });
  await step('Migrations', async () => {
    const { pending } = await schemaState(target, worker);
    if (pending.length === 0) return;
    await migrate(target);
    return pending.join(', ');
  });
  await step('Expand', async () => summaryOf(await expand(target)));
}

/**
 * Removes what only the previous version used. A renaming is not delayed, because the new version cannot serve the
 * collection until then.
 *
 * @param settle seconds to wait before something is removed
 * @returns the changes, a line each
 */
async function contract(target: Target, settle: number): Promise<string | undefined> {
  const changes = await plannedChanges(target);
  const needed = changes.filter(({ statements }) => statements.length > 0);
  if (needed.length > 0 && !needed.some(({ isRenaming }) => isRenaming)) await sleep(settle * 1000);
  return (await makeChanges(target, changes)).join('\n') || undefined;
}

/** Adds the consequence to the message of an error. */
async function orElse(consequence: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`${messageOf(error)}\n${consequence}`, { cause: error });
  }
}

/** @throws Error for anything but a whole number of seconds */
function secondsOf(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new Error(`--settle is ${JSON.stringify(text)}; it must be a whole number of seconds.`);
}

function sizeIn(output: string): string | undefined {
  return /Total Upload: (.*)/.exec(output)?.[1];
}

/** The `--name` among the arguments of `wrangler deploy`, which selects another Worker. */
function nameIn(args: readonly string[]): string[] {
  const name = textOf(takeOptions(args, { name: { type: 'string' } }), 'name');
  return name === undefined ? [] : ['--name', name];
}
