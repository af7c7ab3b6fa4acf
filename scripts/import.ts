// `npm run import -- db.json`: stores the documents of a db.json, NDJSON or CSV file, or of a folder of them, in the
// Worker that `npm start` serves. `--to URL` names another one. Lists what it could not store in import-report.txt, and
// then exits with 1.
import { parseArgs } from 'node:util';
import type { Collections } from '../src/lib/documents/schema/collection.ts';
import { importFiles, localDestination } from './lib/import/import-files.ts';
import { sourceFiles } from './lib/import/read/source-file.ts';
import { remoteDestination } from './lib/import/remote-destination.ts';
import { Outcome, REPORT_FILE } from './lib/import/report/outcome.ts';
import { rateOf } from './lib/import/report/progress.ts';
import type { OnConflict } from './lib/import/send/send-batch.ts';
import { dryStore, remoteStore } from './lib/import/send/store.ts';
import { runCommand } from './lib/terminal.ts';
import { expectReachable, workerApiOf } from './lib/worker-api/worker-api.ts';

const USAGE =
  'Usage: npm run import -- db.json [--to URL] [--token TOKEN] [--collection NAME] [--dry-run] ' +
  '[--on-conflict skip|replace|fail]. A folder of files works too.';

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      token: { type: 'string' },
      collection: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'on-conflict': { type: 'string', default: 'skip' },
    },
  });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new Error(USAGE);
  const onConflict = conflictOf(values['on-conflict']);
  const files = sourceFiles(path, values.collection);
  const started = performance.now();
  const only = values.collection;
  if (values['dry-run']) {
    const outcome = new Outcome();
    const collections = await localCollections();
    const store = dryStore({ outcome }, collections);
    await importFiles({ files, only, outcome, store, destination: localDestination(collections) });
    return report(outcome, `${outcome.summary('would be stored')}; nothing was sent`);
  }
  const target = workerApiOf(values.to, values.token);
  await expectReachable(target);
  const outcome = new Outcome();
  const store = remoteStore({ target, onConflict, outcome });
  await importFiles({
    files,
    only,
    outcome,
    store,
    destination: remoteDestination(target, localCollections),
  });
  const rate = rateOf(outcome.documents, started).toLocaleString('en');
  report(outcome, `${outcome.summary()}; ${rate} documents/s`);
}, USAGE);

/** A dynamic import lets `runCommand` report a mistake in the owner's file. */
async function localCollections(): Promise<Collections> {
  const { collections } = await import('../src/collections.ts');
  return collections;
}

function conflictOf(value: string): OnConflict {
  if (value === 'skip' || value === 'replace' || value === 'fail') return value;
  throw new Error(`--on-conflict=${value} is not allowed; allowed: skip, replace, fail.`);
}

/** @throws Error when something is not stored */
function report({ reported }: Outcome, summary: string): void {
  console.log(summary);
  if (reported > 0) {
    throw new Error(
      `Not stored: ${reported.toLocaleString('en')}. ${REPORT_FILE} lists each with its reason.`,
    );
  }
}
