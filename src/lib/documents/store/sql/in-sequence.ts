import sql, { type Sql } from 'sql-template-tag';
import { balanced } from './balanced.ts';

/** The rows of SELECTs, one after another. D1 allows few terms in one UNION, so they are nested. */
export function inSequence(selects: readonly Sql[]): Sql {
  return balanced(selects, (first, then) => sql`SELECT * FROM (${first}) UNION ALL SELECT * FROM (${then})`);
}
