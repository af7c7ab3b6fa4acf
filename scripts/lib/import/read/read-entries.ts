import type { Entry, ReadOptions } from './entry.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readNdjson } from './read-ndjson.ts';
import type { Format, SourceFile } from './source-file.ts';

type Reader = (file: SourceFile, options: ReadOptions) => AsyncGenerator<Entry>;

const READERS: Readonly<Record<Format, Reader>> = { json: readJson, ndjson: readNdjson, csv: readCsv };

/**
 * Reads files of documents as streams, in their order.
 *
 * @throws Error that names the malformed file
 */
export async function* readEntries(
  files: readonly SourceFile[],
  options: ReadOptions,
): AsyncGenerator<Entry> {
  for (const file of files) yield* READERS[file.format](file, options);
}
