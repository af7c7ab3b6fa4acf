import type { Collection, Collections } from './collection.ts';
import { pathReadings } from './field-path.ts';

export interface IndexDefinition {
  name: string;
  /** `CREATE INDEX IF NOT EXISTS …`, on one line. */
  sql: string;
}

/** Every index of ours starts so, and no other does. */
export const INDEX_PREFIX = 'documents_by_';

/**
 * The expression indexes that the declared ones need. Two for a field: SQLite reads an index backwards for the other
 * direction, which would turn equal values around too.
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

function indexOf(
  collection: Collection,
  field: string,
  reading: string,
  order: 'ASC' | 'DESC',
): IndexDefinition {
  const name = `${INDEX_PREFIX}${collection.name}_${field}_${order.toLowerCase()}`;
  const sql =
    `CREATE INDEX IF NOT EXISTS "${name}" ON documents (collection, json_extract(body, ${reading}) ${order}) ` +
    `WHERE collection = '${collection.name}'`;
  return { name, sql };
}
