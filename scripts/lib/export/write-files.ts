import { createReadStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { csvDocument, csvRecord } from '../../../src/lib/documents/stream/csv.ts';
import { linesIn, writeAll } from './ndjson-file.ts';
import type { SavedCollection } from './read-collection.ts';

/** How an export is written: the `db.json` of json-server, or a folder with a file per collection. */
export type ExportFormat = 'json' | 'ndjson' | 'csv';

/** The file with the version of each collection, next to an export. `--since` reads it. */
export function versionsFile(to: string, format: ExportFormat): string {
  return format === 'json' ? `${to}.versions` : join(to, 'export.versions');
}

/** Writes saved collections. The files get their names only when all are complete. */
export async function writeFiles(
  saved: readonly SavedCollection[],
  to: string,
  format: ExportFormat,
): Promise<void> {
  const files = new Map<string, () => AsyncIterable<string>>();
  if (format === 'json') {
    files.set(to, () => dbJson(saved));
  } else {
    const lists = saved.filter(({ isSingleton }) => !isSingleton);
    const singletons = saved.filter(({ isSingleton }) => isSingleton);
    for (const { name, path } of lists) {
      files.set(join(to, `${name}.${format}`), () =>
        format === 'csv' ? csvOf(path) : createReadStream(path, 'utf8'),
      );
    }
    if (singletons.length > 0) files.set(join(to, 'singletons.json'), () => dbJson(singletons));
  }
  mkdirSync(format === 'json' ? dirname(to) : to, { recursive: true });
  for (const [path, content] of files) await writeAll(`${path}.partial`, content());
  for (const path of files.keys()) renameSync(`${path}.partial`, path);
  const versions = Object.fromEntries(saved.map(({ name, from }) => [name, from]));
  writeFileSync(versionsFile(to, format), `${JSON.stringify(versions)}\n`);
}

/** The object of a `db.json`. Documents are as they are stored. */
async function* dbJson(saved: readonly SavedCollection[]): AsyncIterable<string> {
  yield '{';
  for (const [i, { name, path, isSingleton }] of saved.entries()) {
    yield `${i === 0 ? '' : ','}\n  ${JSON.stringify(name)}: `;
    if (isSingleton) {
      yield readFileSync(path, 'utf8');
      continue;
    }
    yield '[';
    let separator = '\n    ';
    for await (const line of linesIn(path)) {
      yield separator + line;
      separator = ',\n    ';
    }
    yield separator.startsWith(',') ? '\n  ]' : ']';
  }
  yield '\n}\n';
}

/** CSV with a column for every field that a document has, id first. It reads the file twice. */
async function* csvOf(path: string): AsyncIterable<string> {
  const names = new Set(['id']);
  for await (const line of linesIn(path))
    for (const name of Object.keys(JSON.parse(line) as object)) names.add(name);
  const columns = [...names];
  yield csvRecord(columns);
  for await (const line of linesIn(path)) {
    yield csvDocument(JSON.parse(line) as Record<string, unknown>, columns);
  }
}
