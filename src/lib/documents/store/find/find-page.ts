import type { ListQuery } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import { accessOf, isWhole } from './access-path.ts';
import type { PageSql } from './page-sql.ts';
import { scan, sortCandidates } from './sort-candidates.ts';
import { walk } from './walk.ts';

/** Reads in the order of an access that finds exactly the documents of the query; else checks and sorts candidates. */
export function findPage(collection: Collection, query: ListQuery): PageSql {
  const access = accessOf(collection, query);
  if (access === null) return scan(collection, query);
  return isWhole(access) ? walk(collection, query, access) : sortCandidates(collection, query, access);
}

/** Whether a list is read in its order, so that a page reads none of the documents before its cursor. */
export function isInOrder(collection: Collection, query: ListQuery): boolean {
  const access = accessOf(collection, query);
  return access !== null && isWhole(access);
}
