// `npm run seed`: stores the documents of src/seed.json in an empty database; `-- --remote` in the deployed one.
import { parseArgs } from 'node:util';
import { seed } from './lib/seed.ts';
import { runCommand } from './lib/terminal.ts';

const { values } = parseArgs({
  options: { remote: { type: 'boolean', default: false }, 'persist-to': { type: 'string' } },
});
const location = [
  values.remote ? '--remote' : '--local',
  ...(values['persist-to'] === undefined ? [] : ['--persist-to', values['persist-to']]),
];

await runCommand(async () => {
  console.log((await seed(location)) ?? 'The database has been written to, so nothing was stored.');
});
