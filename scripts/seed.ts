// `npm run seed`: stores the documents of src/seed.json in an empty database; `-- --remote` in the deployed one.
import { parseArgs } from 'node:util';
import { locationOf } from './lib/database.ts';
import { seed } from './lib/seed.ts';
import { runCommand } from './lib/terminal.ts';

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      remote: { type: 'boolean', default: false },
      'persist-to': { type: 'string' },
      env: { type: 'string' },
    },
  });
  const stored = await seed(locationOf(values));
  if (stored === undefined) throw new Error('The database has been written to, so nothing was stored.');
  console.log(stored);
});
