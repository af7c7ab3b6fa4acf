import { identifier, literal } from './names.ts';

/** Documents by collection, as in the `db.json` of json-server. */
export type Documents = Readonly<Record<string, readonly { id: string | number }[]>>;

/** Characters of the documents in one statement; D1 accepts 100,000 bytes. */
const CHUNK = 25_000;

/** INSERTs of documents in their order. The triggers complete the rows. */
export function insertionsOf(documents: Documents): string[] {
  return Object.entries(documents).flatMap(([collection, list]) =>
    chunksOf(list).map(
      (json) =>
        `INSERT INTO ${identifier(collection)} (id, body) SELECT value ->> '$.id', value FROM json_each(${literal(`[${json}]`)}) ORDER BY key`,
    ),
  );
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
