import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Entry, ReadOptions } from './entry.ts';
import type { SourceFile } from './source-file.ts';

/** Reads a document per line (https://github.com/ndjson/ndjson-spec). Blank lines are skipped. */
export async function* readNdjson(
  { path, name, collection }: SourceFile,
  { onBytes }: ReadOptions,
): AsyncGenerator<Entry> {
  yield { kind: 'collection', name: collection, place: name };
  const input = createReadStream(path).on('data', (chunk) => onBytes?.(chunk.length));
  let line = 0;
  let index = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    const place = `${name}:${line}`;
    try {
      // A file may begin with a byte order mark.
      const value: unknown = JSON.parse(line === 1 ? text.replace(/^\uFEFF/, '') : text);
      yield { kind: 'document', collection, value, index, place };
      index += 1;
    } catch (error) {
      const reason = `The line is not JSON: ${error instanceof Error ? error.message : error}`;
      yield { kind: 'unreadable', collection, place, reason };
    }
  }
}
