import { raw, type Sql } from 'sql-template-tag';
import type { JsonObject } from '../../body/json-object.ts';
import type { Collection } from '../../schema/collection.ts';
import { valueAt } from '../../schema/field-path.ts';
import { columnOf, identifier } from '../../tables/definition/identifiers.ts';

/** A column of a table, and the value of its field in a document. */
export interface ColumnValue {
  column: Sql;
  value: unknown;
}

/** The columns of a collection's fields with their values. */
export function columnValues({ columns }: Collection, members: JsonObject): ColumnValue[] {
  return columns.map((path) => ({ column: raw(identifier(columnOf(path))), value: valueAt(members, path) }));
}

/** The columns of the fields that members of a document decide. */
export function givenColumns(collection: Collection, members: JsonObject): ColumnValue[] {
  const columns = collection.columns.filter(([name = '']) => Object.hasOwn(members, name));
  return columnValues({ ...collection, columns }, members);
}

/** The columns whose values differ between two documents, with the values of the second. */
export function changedColumns(collection: Collection, before: JsonObject, after: JsonObject): ColumnValue[] {
  const changed = changedPositions(collection, before, after);
  return columnValues(collection, after).filter((_, i) => changed.includes(i));
}

/** The positions of the columns whose values differ between two documents. */
export function changedPositions(collection: Collection, before: JsonObject, after: JsonObject): number[] {
  const old = columnValues(collection, before);
  return columnValues(collection, after).flatMap(({ value }, i) =>
    JSON.stringify(value) === JSON.stringify(old[i]?.value) ? [] : [i],
  );
}
