import type { ListQuery } from '../query/list-query.ts';
import type { Collection } from '../schema/collection.ts';
import { columnsOf, csvDocument, csvRecord } from './csv.ts';
import type { StreamFormat } from './list-format.ts';

/** Writes the documents of a stream as text. */
export interface Encoder {
  /** The text before the first document. */
  head: string;
  /** Returns the text of a document, which the database has as JSON. */
  encode: (document: string) => string;
  /** The end of a stream that fails: a JSON text or a quoted cell that is not terminated. */
  broken: string;
}

export function encoderOf(format: StreamFormat, collection: Collection, query: ListQuery): Encoder {
  if (format === 'ndjson') return { head: '', encode: ndjsonLine, broken: '{"error":"The stream failed' };
  const columns = columnsOf(collection, query);
  return {
    head: csvRecord(columns),
    encode: (document) => csvDocument(JSON.parse(document) as Record<string, unknown>, columns),
    broken: '"The stream failed',
  };
}

/** A line of NDJSON. Line breaks are white space in JSON, and SQL that an owner ran may have stored them. */
function ndjsonLine(document: string): string {
  return `${document.replaceAll(/[\r\n]/g, ' ')}\n`;
}
