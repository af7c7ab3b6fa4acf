import type { Collection, Collections } from './collection.ts';
import { pathReadings } from './field-path.ts';

export interface IndexDefinition {
  name: string;
  /** `CREATE INDEX "…" …` on one line, as `sqlite_master` keeps it. */
  sql: string;
}

/** The prefix of the indexes that `src/collections.ts` declares, and of no others. */
export const INDEX_PREFIX = 'documents_by_';

/**
 * The expression indexes of the declared fields. A field has two: SQLite reads one index backwards for the other
 * direction, which would reverse the order of equal values too.
 */
export function indexesOf(collections: Collections): IndexDefinition[] {
  return Object.values(collections).flatMap((collection) => [
    indexOf(collection, 'id', `'$."id"'`, 'ASC'),
    ...collection.indexes.flatMap((path) => {
      const [reading = ''] = pathReadings(path);
      return (['ASC', 'DESC'] as const).map((order) => indexOf(collection, path.join('.'), reading, order));
    }),
  ]);
}

/** The changes from the present indexes to the declared ones. Drops come first: a changed index keeps its name. */
export interface IndexChanges {
  obsolete: readonly IndexDefinition[];
  missing: readonly IndexDefinition[];
}

export function indexChanges(
  declared: readonly IndexDefinition[],
  present: readonly IndexDefinition[],
): IndexChanges {
  const wanted = new Set(declared.map(({ sql }) => sql));
  const found = new Set(present.map(({ sql }) => sql));
  return {
    obsolete: present.filter(({ sql }) => !wanted.has(sql)),
    missing: declared.filter(({ sql }) => !found.has(sql)),
  };
}

function indexOf(
  collection: Collection,
  field: string,
  reading: string,
  order: 'ASC' | 'DESC',
): IndexDefinition {
  // Names of collections and fields contain no colon, so index names are unique.
  const name = `${INDEX_PREFIX}${collection.name}:${field}:${order.toLowerCase()}`;
  const sql =
    `CREATE INDEX "${name}" ON documents (collection, json_extract(body, ${reading}) ${order}) ` +
    `WHERE collection = '${collection.name}'`;
  return { name, sql };
}
