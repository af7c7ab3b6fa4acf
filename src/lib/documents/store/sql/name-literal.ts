import { raw, type Sql } from 'sql-template-tag';

/** A collection's name as a SQL literal: names are checked by `defineCollections`, and indexes want a literal. */
export function nameLiteral(collection: string): Sql {
  return raw(`'${collection}'`);
}
