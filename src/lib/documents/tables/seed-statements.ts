import { SINGLETON_ID } from '../schema/reserved-names.ts';
import { identifier, literal } from './definition/identifiers.ts';

/** Documents by collection, and the document of each singleton, as in json-server's `db.json`. */
export type Documents = Readonly<Record<string, readonly { id: string | number }[] | object>>;

/**
 * Characters of the documents in one statement. D1 accepts 100,000 bytes, and a character has at most 3:
 * https://developers.cloudflare.com/d1/platform/limits/
 */
const CHUNK_LENGTH = 25_000;

/** A temporary table with the parts of a document that is longer than one statement. */
const PARTS = '_seed_parts';

/** INSERTs of documents in their order. The triggers complete the rows. */
export function insertionsOf(documents: Documents): string[] {
  return Object.entries(documents).flatMap(([collection, list]) =>
    chunksOf(documentsIn(list)).flatMap((json) =>
      json.length <= CHUNK_LENGTH
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

/** Splits a text between characters: an unpaired surrogate has no encoding in UTF-8. */
function partsOf(text: string): string[] {
  return text.match(new RegExp(`.{1,${CHUNK_LENGTH / 2}}`, 'gsu')) ?? [];
}

/** The documents of a collection. The document of a singleton gets `SINGLETON_ID`. */
export function documentsIn(value: Documents[string]): readonly object[] {
  return Array.isArray(value) ? value : [{ id: Number(SINGLETON_ID), ...value }];
}

/** The documents as JSON, joined by commas up to the size of a statement. */
function chunksOf(documents: readonly unknown[]): string[] {
  const chunks: string[] = [];
  for (const document of documents) {
    const json = JSON.stringify(document);
    const last = chunks.at(-1);
    if (last !== undefined && last.length + json.length < CHUNK_LENGTH)
      chunks[chunks.length - 1] = `${last},${json}`;
    else chunks.push(json);
  }
  return chunks;
}
