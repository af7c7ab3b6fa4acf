// `npm run seed`: stores the first documents, which src/collections.ts names, in an empty local database. `-- --remote`
// uses the deployed database.
import { takeOptions } from './lib/arguments.ts';
import { seed } from './lib/database/seed.ts';
import { TARGET_OPTIONS, targetOf } from './lib/target.ts';
import { refuseArguments, runCommand } from './lib/terminal.ts';

await runCommand(async () => {
  const taken = takeOptions(process.argv.slice(2), TARGET_OPTIONS);
  refuseArguments('npm run seed', taken.rest, Object.keys(TARGET_OPTIONS));
  const stored = await seed(targetOf(taken));
  if (stored === undefined)
    throw new Error(
      'Nothing was stored: the database has been written to, or src/collections.ts names no first documents.',
    );
  console.log(stored);
});
