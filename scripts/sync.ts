// `npm run sync`: makes the tables of the local database fit src/collections.ts. `-- --remote` uses the deployed
// database, `-- --dry-run` only prints the changes, and `-- --expand` drops nothing. `-- --repair` computes columns and
// counts again, `-- --check` lists the documents that the schemas refuse, and `-- --drop NAME` deletes the table of a
// collection that is not declared.
import { takeOptions, textOf } from './lib/arguments.ts';
import { confirm } from './lib/confirm.ts';
import { refusedDocuments } from './lib/database/refused-documents.ts';
import { dropTable, expand, plannedChanges, repair, sync, undeclaredDocuments } from './lib/database/sync.ts';
import { TARGET_OPTIONS, type Target, targetOf } from './lib/target.ts';
import { refuseArguments, runCommand } from './lib/terminal.ts';

const IN_STEP = 'The tables fit src/collections.ts.';

const OPTIONS = {
  ...TARGET_OPTIONS,
  'dry-run': { type: 'boolean', alias: 'dryRun' },
  expand: { type: 'boolean' },
  repair: { type: 'boolean' },
  check: { type: 'boolean' },
  drop: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
} as const;

await runCommand(async () => {
  const taken = takeOptions(process.argv.slice(2), OPTIONS);
  refuseArguments('npm run sync', taken.rest, Object.keys(OPTIONS));
  const target = targetOf(taken);
  const dropped = textOf(taken, 'drop');
  if (taken.values['check']) return listRefused(target);
  if (dropped !== undefined) return drop(target, dropped, taken.values['yes'] === true);
  if (taken.values['dry-run']) return printPlan(target);
  if (taken.values['repair']) return console.log((await repair(target)).join('\n'));
  const changes = taken.values['expand'] ? await expand(target) : await sync(target);
  console.log(changes.length === 0 ? IN_STEP : changes.join('\n'));
});

async function printPlan(target: Target): Promise<void> {
  const changes = await plannedChanges(target);
  if (changes.length === 0) console.log(IN_STEP);
  for (const { what, statements } of changes) {
    console.log(what);
    for (const statement of statements) console.log(`${statement};`.replace(/^/gm, '    '));
  }
}

async function listRefused(target: Target): Promise<void> {
  let count = 0;
  for await (const { collection, id, violations } of refusedDocuments(target)) {
    count += 1;
    console.log(`${collection}/${id}: ${violations}`);
  }
  if (count > 0) throw new Error(`The schemas refuse ${count} stored documents.`);
  console.log('The schemas accept all stored documents.');
}

async function drop(target: Target, name: string, isConfirmed: boolean): Promise<void> {
  const documents = await undeclaredDocuments(target, name);
  const where = target.isRemote ? 'the deployed' : 'the local';
  const question = `Delete ${name} with its ${documents} documents from ${where} database?`;
  if (documents > 0 && !(await confirm(question, isConfirmed))) return console.log('Nothing was changed.');
  await dropTable(target, name);
  console.log(`${name}: deleted ${documents} documents`);
}
