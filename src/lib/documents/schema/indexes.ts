import { type FieldPath, parseFieldPath } from './field-path.ts';
import { fieldOf, type JsonSchema } from './fields.ts';
import { caseInsensitiveKey, refuseDuplicates } from './unique-names.ts';

/** A table has at most 100 columns (https://developers.cloudflare.com/d1/platform/limits/), and 5 of them are not fields. */
const MAX_COLUMNS = 95;

/**
 * Maximum size of an indexed value as JSON, in bytes. A row stores it twice, in the body and in a column: with a document
 * of 1 MiB and 95 columns, the row stays below the 2,000,000 bytes of a row that D1 accepts
 * (https://developers.cloudflare.com/d1/platform/limits/).
 */
export const MAX_INDEXED_BYTES = 8_192;

/** The fields of one index, in their order. */
export type Index = readonly FieldPath[];

/**
 * Checks the declared indexes.
 *
 * @throws Error for an index of a field that is not a scalar of the schema; it stops the build
 */
export function indexesOf(
  collection: string,
  definitions: readonly (string | readonly string[])[],
  schema: JsonSchema,
): Index[] {
  return definitions
    .map((fields) => [fields].flat().map((field) => checkIndex(collection, field, schema)))
    .filter((index) => !isIdAlone(index));
}

/** Every table has an index of ids. */
function isIdAlone([first, ...others]: Index): boolean {
  return others.length === 0 && first?.join('.') === 'id';
}

function checkIndex(collection: string, field: string, schema: JsonSchema): FieldPath {
  const path = parseFieldPath(field);
  const found = path && fieldOf(schema, path);
  if (path === null || !found?.exists || found.scalars === null || path.some((name) => /^\d/.test(name))) {
    throw new Error(
      `The index "${field}" of ${collection} must be a string, number or boolean field of its schema.`,
    );
  }
  return path;
}

/**
 * Checks the declared fields of `q`.
 *
 * @throws Error for a field that no document can have; it stops the build
 */
export function searchedFields(
  collection: string,
  search: boolean | readonly string[],
  schema: JsonSchema,
): boolean | FieldPath[] {
  if (typeof search === 'boolean') return search;
  return search.map((field) => {
    const path = parseFieldPath(field);
    if (path !== null && fieldOf(schema, path).exists) return path;
    throw new Error(`The search of ${collection} names "${field}", which is not a field of its schema.`);
  });
}

/** The part of a collection that its indexes depend on. */
interface Indexed {
  name: string;
  fields: readonly string[];
  relations: readonly { key: string }[];
  indexes: readonly Index[];
  columns: readonly FieldPath[];
}

/**
 * Adds an index for each foreign key, unless an index begins with it, and the columns of all indexes.
 *
 * @param conventional the foreign keys by naming convention, such as `userId`
 * @throws Error for too many columns, or names that differ only in case; it stops the build
 */
export function withForeignKeys<Collection extends Indexed>(
  collection: Collection,
  conventional: readonly string[],
): Collection {
  const { name, fields, relations } = collection;
  const keys = [...relations.map(({ key }) => key), ...conventional.filter((key) => fields.includes(key))];
  const indexes = [...collection.indexes];
  for (const key of new Set(keys)) {
    const path = parseFieldPath(key);
    if (path !== null && !indexes.some(([first]) => first?.join('.') === key)) indexes.push([path]);
  }
  const columns = new Map(indexes.flat().map((path) => [path.join('.'), path]));
  columns.delete('id');
  if (columns.size > MAX_COLUMNS) {
    throw new Error(
      `The indexes of ${name} have ${columns.size} fields; at most ${MAX_COLUMNS} are allowed.`,
    );
  }
  refuseDuplicates(`The indexes of ${name}:`, [...columns.keys()], caseInsensitiveKey, 'differ only in case');
  return { ...collection, indexes, columns: [...columns.values()] };
}
