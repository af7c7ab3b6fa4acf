import { raw, type Sql } from 'sql-template-tag';
import type { Collection } from '../../schema/collection.ts';
import { identifier, nameOf } from '../../tables/definition/identifiers.ts';

/** A collection's name as a SQL literal. `defineCollections` checks names. */
export function nameLiteral(collection: string): Sql {
  return raw(`'${collection}'`);
}

/** The table of a collection. */
export function table({ name }: Pick<Collection, 'name'>): Sql {
  return raw(identifier(name));
}

/** The search table of a collection. */
export function searchTable({ name }: Pick<Collection, 'name'>): Sql {
  return raw(identifier(nameOf(name, 'search')));
}
