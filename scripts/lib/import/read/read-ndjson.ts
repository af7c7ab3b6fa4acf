import { linesOf } from '../../lines.ts';
import type { Entry, ReadOptions } from './entry.ts';
import { readBytes } from './read-bytes.ts';
import type { SourceFile } from './source-file.ts';

/** Reads a document per line (https://github.com/ndjson/ndjson-spec). Blank lines are skipped. */
export async function* readNdjson(file: SourceFile, { onBytes }: ReadOptions): AsyncGenerator<Entry> {
  const { name, collection } = file;
  yield { kind: 'collection', name: collection, place: name };
  let line = 0;
  let index = 0;
  for await (const text of linesOf(readBytes(file, onBytes))) {
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
