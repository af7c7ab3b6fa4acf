import { SINGLETON_ID } from '../schema/reserved-names.ts';
import { identifier, literal } from './names.ts';

/** Documents by collection, and the document of each singleton, as in the `db.json` of json-server. */
export type Documents = Readonly<Record<string, readonly { id: string | number }[] | object>>;

/** Characters of the documents in one statement; D1 accepts 100,000 bytes. */
const CHUNK = 25_000;

/** INSERTs of documents in their order. The triggers complete the rows. */
export function insertionsOf(documents: Documents): string[] {
  return Object.entries(documents).flatMap(([collection, list]) =>
    chunksOf(documentsIn(list)).map(
      (json) =>
        `INSERT INTO ${identifier(collection)} (id, body) SELECT value ->> '$.id', value FROM json_each(${literal(`[${json}]`)}) ORDER BY key`,
    ),
  );
}

/** The documents of a collection. That of a singleton gets its id. */
export function documentsIn(value: Documents[string]): readonly object[] {
  return Array.isArray(value) ? value : [{ id: Number(SINGLETON_ID), ...value }];
}

/** Documents as JSON, joined up to the size of a statement. */
function chunksOf(documents: readonly unknown[]): string[] {
  const chunks: string[] = [];
  for (const document of documents) {
    const json = JSON.stringify(document);
    const last = chunks.at(-1);
    if (last !== undefined && last.length + json.length < CHUNK)
      chunks[chunks.length - 1] = `${last},${json}`;
    else chunks.push(json);
  }
  return chunks;
}
