import sql, { raw, type Sql } from 'sql-template-tag';
import { byteLength } from '../../../../http/bytes.ts';
import type { JsonObject } from '../../../body/json-object.ts';
import type { ValidDocument } from '../../../body/validate-document.ts';
import type { Collection } from '../../../schema/collection.ts';
import { columnValues } from '../column-values.ts';

/** Bytes of a bound value. D1 accepts 2,000,000: https://developers.cloudflare.com/d1/platform/limits/ */
const MAX_VALUE_BYTES = 2_000_000;

/**
 * The rows of a statement that writes many documents, as JSON: `[key, members, value of each column]`. Each text is
 * bound as one value of at most 2 MB, unless a single row is longer.
 *
 * @param keys what the statement finds or names each document by, as JSON
 * @param columns the columns that the statement writes, by their position in the collection
 */
export function rowsOf(
  collection: Collection,
  documents: readonly Pick<ValidDocument, 'text' | 'members'>[],
  keys: readonly string[],
  columns: readonly number[],
): string[] {
  const rows = documents.map(({ text, members }, i) =>
    [keys[i], text, ...valuesAt(collection, members, columns)].join(','),
  );
  return inChunks(rows.map((row) => `[${row}]`));
}

function valuesAt(collection: Collection, members: JsonObject, columns: readonly number[]): string[] {
  const values = columnValues(collection, members);
  return columns.map((column) => JSON.stringify(values[column]?.value ?? null));
}

/** Joins JSON texts to arrays. */
function inChunks(texts: readonly string[]): string[] {
  const chunks: string[][] = [];
  let bytes = MAX_VALUE_BYTES;
  for (const text of texts) {
    // A comma or a bracket follows each text.
    const more = byteLength(text) + 1;
    if (bytes + more >= MAX_VALUE_BYTES) {
      chunks.push([]);
      bytes = 0;
    }
    bytes += more;
    chunks.at(-1)?.push(text);
  }
  return chunks.map((chunk) => `[${chunk.join(',')}]`);
}

/** SQL of a part of a row that `rowsOf` made: 0 for the key, 1 for the members, then the columns. */
export function partOfRow(row: Sql, part: number): Sql {
  return part === 1 ? sql`${row} -> '$[1]'` : sql`${row} ->> ${raw(`'$[${part}]'`)}`;
}

/** SQL of the body of a document with this id and these members. */
export function bodyInSql(id: Sql, members: Sql): Sql {
  return sql`'{"id":' || json_quote(${id}) || CASE ${members} WHEN '{}' THEN '}' ELSE ',' || substr(${members}, 2) END`;
}
