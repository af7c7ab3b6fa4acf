// `npm run reset`: asks, then deletes the local database with all documents. `npm start` creates it again, with its first
// documents. `-- --yes` skips the question.
import { parseArgs } from 'node:util';
import { confirm } from './lib/confirm.ts';
import { deleteDatabase, storedCounts } from './lib/database/reset.ts';
import { runCommand } from './lib/terminal.ts';

await runCommand(async () => {
  const { values } = parseArgs({
    options: { yes: { type: 'boolean', default: false }, 'persist-to': { type: 'string' } },
  });
  const persistTo = values['persist-to'];
  const counts = await storedCounts(persistTo);
  if (counts === null) return console.log('There is no local database.');
  const question = `Delete the local database${counts === '' ? '' : ` with ${counts}`}?`;
  if (!(await confirm(question, values.yes))) return console.log('Nothing was changed.');
  deleteDatabase(persistTo);
  console.log(
    'Deleted the local database. npm start creates it again. If it is running, restart it: it still serves the deleted documents.',
  );
});
