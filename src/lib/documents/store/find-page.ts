import type { Sql } from 'sql-template-tag';
import type { ListQuery } from '../query/list-query.ts';
import type { Collection } from '../schema/collection.ts';
import { accessOf, isWhole } from './access.ts';
import { scan, sortCandidates } from './sort-candidates.ts';
import { walk } from './walk.ts';

/** How the documents of a list are found. */
export interface Finding {
  /** The common table expressions, among them `counted (total)`. */
  ctes: Sql;
  /** SQL of `ListFacts.refused`. */
  refused: Sql;
  /** SELECT of the rows of the page, when a gate holds. With `_before`, they are in the reverse order. */
  page: (gate: Sql) => Sql;
}

/** Finds the documents in the order of an access if that finds no others, and else checks and sorts what is found. */
export function findPage(collection: Collection, query: ListQuery): Finding {
  const access = accessOf(collection, query);
  if (access === null) return scan(collection, query);
  return isWhole(access) ? walk(collection, query, access) : sortCandidates(collection, query, access);
}
