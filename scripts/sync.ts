// `npm run sync`: makes the tables of the local database fit src/collections.ts. `-- --remote` takes the deployed
// database, `-- --dry-run` prints the changes only, `-- --check` lists the documents that the schemas refuse, and
// `-- --drop NAME` deletes the table of a collection that is not declared.
import { parseArgs } from 'node:util';
import { type DatabaseLocation, locationOf } from './lib/database.ts';
import { refusedDocuments } from './lib/refused-documents.ts';
import { dropTable, plannedChanges, sync } from './lib/sync.ts';
import { runCommand } from './lib/terminal.ts';

const IN_STEP = 'The tables fit src/collections.ts.';

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      remote: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      drop: { type: 'string' },
      'persist-to': { type: 'string' },
      env: { type: 'string' },
    },
  });
  const location = locationOf(values);
  if (values.check) return listRefused(location);
  if (values.drop !== undefined) return console.log(await dropTable(location, values.drop));
  if (values['dry-run']) return printPlan(location);
  const changes = await sync(location);
  console.log(changes.length === 0 ? IN_STEP : changes.join('\n'));
});

async function printPlan(location: DatabaseLocation): Promise<void> {
  const changes = await plannedChanges(location);
  if (changes.length === 0) console.log(IN_STEP);
  for (const { what, statements } of changes) {
    console.log(what);
    for (const statement of statements) console.log(`${statement};`.replace(/^/gm, '    '));
  }
}

async function listRefused(location: DatabaseLocation): Promise<void> {
  let count = 0;
  for await (const { collection, id, violations } of refusedDocuments(location)) {
    count += 1;
    console.log(`${collection}/${id}: ${violations}`);
  }
  if (count > 0) throw new Error(`The schemas refuse ${count} stored documents.`);
  console.log('The schemas accept all stored documents.');
}
