// `npm run init -- db.json`: writes src/collections.ts for the documents of a file or of a folder of CSV files. Shows the
// inferred definitions and the diff, and asks before it overwrites. `-- --yes` skips the question.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { confirm } from './lib/confirm.ts';
import { sourceFiles } from './lib/import/read/source-file.ts';
import { COLLECTIONS_FILE } from './lib/init/collections-source.ts';
import { fileDiff } from './lib/init/file-diff.ts';
import { inferCollections } from './lib/init/infer-collections.ts';
import { summaryOf } from './lib/init/summary.ts';
import { runCommand } from './lib/terminal.ts';

const USAGE = 'Usage: npm run init -- db.json [--yes]. A folder of CSV files works too.';

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { yes: { type: 'boolean', default: false }, collection: { type: 'string' } },
  });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new Error(USAGE);
  const inferred = await inferCollections(sourceFiles(path, values.collection), basename(path));
  if (inferred.plan.collections.length === 0) {
    throw new Error(`${path} has no list of documents.\n${summaryOf(inferred)}`.trim());
  }
  console.log(summaryOf(inferred));
  const present = existsSync(COLLECTIONS_FILE) ? readFileSync(COLLECTIONS_FILE, 'utf8') : '';
  if (present === inferred.source) return console.log(`\n${COLLECTIONS_FILE} is already up to date.`);
  console.log(`\n${fileDiff(COLLECTIONS_FILE, present, inferred.source)}\n`);
  if (!(await confirm(`Overwrite ${COLLECTIONS_FILE}?`, values.yes)))
    return console.log('Nothing was changed.');
  writeFileSync(COLLECTIONS_FILE, inferred.source);
  const argument = /^[\w./@+-]+$/.test(path) ? path : JSON.stringify(path);
  console.log(`Wrote ${COLLECTIONS_FILE}. Next:

  npm run reset                          empties the local database, if it has documents of other collections
  npm start                              makes its tables, and serves
  npm run import -- ${argument.padEnd(20)} stores the documents, from another terminal`);
}, USAGE);
