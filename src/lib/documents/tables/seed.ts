import { identifier } from './names.ts';

/** Documents by collection, as in the `db.json` of json-server. */
export type Documents = Readonly<Record<string, readonly { id: string | number }[]>>;

/** INSERTs of documents in their order, one statement per collection. The triggers complete the rows. */
export function insertionsOf(documents: Documents): string[] {
  return Object.entries(documents).map(([collection, list]) => {
    const json = JSON.stringify(list).replaceAll("'", "''");
    return `INSERT INTO ${identifier(collection)} (id, body) SELECT value ->> '$.id', value FROM json_each('${json}') ORDER BY key`;
  });
}
