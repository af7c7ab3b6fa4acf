// `npm run export`: writes all documents of the Worker that `npm start` serves, as the db.json of json-server. `--from URL`
// names another Worker, `--format csv` or `ndjson` writes a folder, and `--since` writes only the changes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { counted } from './lib/counted.ts';
import { exportChanges, type ListedCollection, versionsSince } from './lib/export/export-changes.ts';
import { readCollection, type SavedCollection } from './lib/export/read-collection.ts';
import { type ExportFormat, versionsFile, writeFiles } from './lib/export/write-files.ts';
import { runCommand } from './lib/terminal.ts';
import { problemOf } from './lib/worker-api/problem-body.ts';
import { expectReachable, send, type WorkerApi, workerApiOf } from './lib/worker-api/worker-api.ts';

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      token: { type: 'string' },
      to: { type: 'string' },
      format: { type: 'string', default: 'json' },
      since: { type: 'string' },
    },
  });
  const format = formatOf(values.format);
  const since = values.since === undefined ? null : versionsSince(values.since);
  const target = workerApiOf(values.from, values.token, '--from');
  await expectReachable(target, '--from');
  const collections = await collectionsOf(target, positionals);
  if (since !== null) {
    const to = values.to ?? 'changes.ndjson';
    for (const { name, changes, version } of await exportChanges(target, collections, since, to)) {
      const left = 'left out, because its definition does not have changes: true';
      console.log(
        `${name}: ${version === null ? left : `${counted(changes, 'change')}, up to version ${version}`}`,
      );
    }
    return console.log(`Wrote ${to}. Next time: --since ${to}.versions`);
  }
  const to = values.to ?? (format === 'json' ? 'export.json' : 'export');
  await exportDocuments(target, collections, to, format);
  console.log(`Wrote ${to}, and the versions to ${versionsFile(to, format)}.`);
});

/** Saves the collections one by one, then writes them as one export. */
async function exportDocuments(
  target: WorkerApi,
  collections: readonly ListedCollection[],
  to: string,
  format: ExportFormat,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'perigee-export-'));
  try {
    const saved: SavedCollection[] = [];
    for (const { name } of collections) {
      const collection = await readCollection(target, name, join(folder, `${saved.length}.ndjson`));
      if (collection === null) continue;
      saved.push(collection);
      console.log(lineOf(collection));
    }
    await writeFiles(saved, to, format);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The collections to export: the named ones, or all that the token may read. */
async function collectionsOf(target: WorkerApi, wanted: readonly string[]): Promise<ListedCollection[]> {
  const response = await send(target, 'GET', '/api');
  if (response.status !== 200) throw new Error(problemOf(response).detail);
  const listed = response.body as ListedCollection[];
  const names = listed.map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`There is no collection ${JSON.stringify(unknown)}; allowed: ${names.join(', ')}.`);
  }
  return wanted.length === 0 ? listed : listed.filter(({ name }) => wanted.includes(name));
}

function lineOf({ name, documents, from, to }: SavedCollection): string {
  const version =
    from === to
      ? `version ${from}`
      : `versions ${from} to ${to}: others wrote meanwhile, and changes: true is not set`;
  return `${name}: ${counted(documents, 'document')}, ${version}`;
}

/** @throws Error for another format */
function formatOf(value: string): ExportFormat {
  if (value === 'json' || value === 'ndjson' || value === 'csv') return value;
  throw new Error(`--format=${value} is not allowed; allowed: json, ndjson, csv.`);
}
