// `npm run sync`: makes the tables of the local database fit src/collections.ts. `-- --remote` takes the deployed
// database, `-- --dry-run` prints the changes only, `-- --check` lists the documents that the schemas refuse.
import { parseArgs } from 'node:util';
import { refusedDocuments } from './lib/refused-documents.ts';
import { plannedChanges, sync } from './lib/sync.ts';
import { runCommand } from './lib/terminal.ts';

const { values } = parseArgs({
  options: {
    remote: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    'persist-to': { type: 'string' },
    env: { type: 'string' },
  },
});
const location = [
  values.remote ? '--remote' : '--local',
  ...(values['persist-to'] === undefined ? [] : ['--persist-to', values['persist-to']]),
  ...(values.env === undefined ? [] : ['--env', values.env]),
];

await runCommand(async () => {
  if (values.check) return listRefused();
  if (!values['dry-run']) {
    console.log((await sync(location)) ?? 'The tables fit src/collections.ts.');
    return;
  }
  const changes = await plannedChanges(location);
  if (changes.length === 0) console.log('The tables fit src/collections.ts.');
  for (const { what, statements } of changes) {
    console.log(what);
    for (const statement of statements) console.log(statement.replace(/^/gm, '    '));
  }
});

async function listRefused(): Promise<void> {
  let count = 0;
  for await (const { collection, id, violations } of refusedDocuments(location)) {
    count += 1;
    console.log(`${collection}/${id}: ${violations}`);
  }
  if (count > 0) throw new Error(`The schemas refuse ${count} stored documents.`);
  console.log('The schemas accept all stored documents.');
}
