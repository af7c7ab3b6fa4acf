// `npm run seed`: stores the first documents, which src/collections.ts names, in an empty database; `-- --remote` in the deployed one.
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
  if (stored === undefined)
    throw new Error(
      'Nothing was stored: the database has been written to, or src/collections.ts names no first documents.',
    );
  console.log(stored);
});
