import type { ListQuery } from '../query/list-query.ts';
import type { Collection } from '../schema/collection.ts';
import { columnsOf, csvDocument, csvRecord } from './csv.ts';
import type { StreamFormat } from './list-format.ts';

/** How the documents of a stream become text. */
export interface Encoder {
  /** What the stream begins with. */
  head: string;
  /** A document, which the database has as JSON. */
  encode: (document: string) => string;
  /** What a stream that fails ends with: a JSON text, or a quoted cell, without its end. */
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

/** A line of NDJSON. Within JSON, line breaks are white space, which SQL that is run by hand may have stored. */
function ndjsonLine(document: string): string {
  return `${document.replaceAll(/[\r\n]/g, ' ')}\n`;
}
