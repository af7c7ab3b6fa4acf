import type { Sql } from 'sql-template-tag';

/** The parts of the statement that finds the documents of a page. */
export interface PageSql {
  /** The common table expressions, among them `counted (total)`. */
  ctes: Sql;
  /** SQL of `ListFacts.refused`. */
  refused: Sql;
  /** SELECT of the rows of the page if a gate holds. With `_before`, they are in reverse order. */
  page: (gate: Sql) => Sql;
}
