import sql, { type Sql } from 'sql-template-tag';

/** A list of any length as one bound value. D1 binds at most 100 per statement. */
export function listOf(values: readonly (string | number | boolean | null)[]): Sql {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
