import { SINGLETON_ID } from '../schema/reserved-names.ts';
import { identifier, literal } from './definition/names.ts';

/** Documents by collection, and the document of each singleton, as in the `db.json` of json-server. */
export type Documents = Readonly<Record<string, readonly { id: string | number }[] | object>>;

/** Characters of the documents in one statement; D1 accepts 100,000 bytes, and a character has at most 3. */
const CHUNK = 25_000;

/** A table that holds the parts of a document that is longer than a statement, while it is stored. */
const PARTS = '_seed_parts';

/** INSERTs of documents in their order. The triggers complete the rows. */
export function insertionsOf(documents: Documents): string[] {
  return Object.entries(documents).flatMap(([collection, list]) =>
    chunksOf(documentsIn(list)).flatMap((json) =>
      json.length <= CHUNK
        ? [insertion(collection, literal(`[${json}]`))]
        : insertionByParts(collection, json),
    ),
  );
}

/** @param list SQL of a JSON array */
function insertion(collection: string, list: string): string {
  return `INSERT INTO ${identifier(collection)} (id, body) SELECT value ->> '$.id', value FROM json_each(${list}) ORDER BY key`;
}

function insertionByParts(collection: string, json: string): string[] {
  const list = `(SELECT '[' || group_concat(text, '') || ']' FROM (SELECT text FROM ${PARTS} ORDER BY rowid))`;
  return [
    `DROP TABLE IF EXISTS ${PARTS}`,
    `CREATE TABLE ${PARTS} (text TEXT NOT NULL)`,
    ...partsOf(json).map((part) => `INSERT INTO ${PARTS} (text) VALUES (${literal(part)})`),
    insertion(collection, list),
    `DROP TABLE ${PARTS}`,
  ];
}

/** Parts of a text, cut between characters: half of a pair of surrogates is no text in UTF-8. */
function partsOf(text: string): string[] {
  return text.match(new RegExp(`.{1,${CHUNK / 2}}`, 'gsu')) ?? [];
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
