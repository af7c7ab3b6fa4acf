import { raw, type Sql } from 'sql-template-tag';

/** A collection's name as a SQL literal. `defineCollections` checks names; partial indexes need a literal. */
export function nameLiteral(collection: string): Sql {
  return raw(`'${collection}'`);
}
