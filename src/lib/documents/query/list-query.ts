import type { Collection } from '../schema/collection.ts';
import type { FieldPath } from '../schema/field-path.ts';
import type { ScalarType } from '../schema/fields.ts';

/** A list as a client asked for it, every name checked: what `parseListQuery` makes and the store reads. */
export interface ListQuery extends Selection {
  /** All must hold. */
  filters: readonly Filter[];
  /** Text that must be part of some value of the document, upper and lower case alike. */
  search: string | null;
  sort: readonly SortKey[];
  window: Window;
}

/** What of each document is asked for. */
export interface Selection {
  relations: Relations;
  /** The document's own fields; `null` for all. */
  fields: readonly string[] | null;
}

export type Operator = 'eq' | 'ne' | 'gte' | 'lte' | 'gt' | 'lt' | 'like';

export interface FieldReference {
  path: FieldPath;
  /** The types that the schema allows; `null` when it can be anything. */
  scalars: ReadonlySet<ScalarType> | null;
  isIndexed: boolean;
}

/** The id has a column, and an index, of its own. */
export function isId({ path }: FieldReference): boolean {
  return path.length === 1 && path[0] === 'id';
}

export interface Filter {
  field: FieldReference;
  operator: Operator;
  /** Any of these (`ne`: all of these). At least one. */
  values: readonly string[];
}

export interface SortKey {
  field: FieldReference;
  descending: boolean;
}

/** Which part of the list: by `Array.slice` bounds, negative ones counted from the end, or by pages. */
export type Window =
  | { kind: 'slice'; start: number; end: number }
  | { kind: 'page'; page: number; limit: number };

export interface Relations {
  /** Collections whose documents point to these: added as an array under the collection's name. */
  embed: readonly Embed[];
  /** Collections that these documents point to: added as one document under its singular. */
  expand: readonly Expand[];
}

export interface Embed {
  collection: Collection;
  /** The field of the embedded documents that holds the id. */
  foreignKey: FieldReference;
}

export interface Expand {
  collection: Collection;
  /** The field of the listed documents that holds the id. */
  foreignKey: FieldReference;
  as: string;
}
