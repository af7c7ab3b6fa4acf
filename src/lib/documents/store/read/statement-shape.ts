import type { Sql } from 'sql-template-tag';
import { isUnfiltered, type ListQuery } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import type { Reader } from '../find/list-state.ts';
import { countsFromEnd, isShort, mayBeFar, readsOneMore } from '../find/window-bounds.ts';

/**
 * Everything that decides the text of the statement of a list, besides the collection. `null` for a list with filters, a
 * cursor, some fields, relations or bounds from the end: its statement is made for each request.
 */
export function shapeOf(query: ListQuery, { known, isTrusted, refusesWhole }: Reader): string | null {
  const { window, cursor, sort, fields, relations, total } = query;
  const isPlain = isUnfiltered(query) && cursor === null && fields === null && known.length === 0;
  if (!isPlain || relations.embed.length + relations.expand.length > 0 || countsFromEnd(window)) return null;
  // A name can contain any separator, so the order is JSON.
  const order =
    sort.length === 0 ? '' : JSON.stringify(sort.map(({ field, descending }) => [field.path, descending]));
  return [isTrusted, refusesWhole, isShort(query), mayBeFar(query), readsOneMore(query), total, order].join();
}

/** Statements of one collection that are remembered. Clients choose the orders, so that there could be many. */
const MAX_STATEMENTS = 100;

const STATEMENTS = new WeakMap<Collection, Map<string, Sql>>();

/** The statement of a shape, which is made once. */
export function remembered(collection: Collection, shape: string, make: () => Sql): Sql {
  const statements = STATEMENTS.get(collection) ?? new Map<string, Sql>();
  STATEMENTS.set(collection, statements);
  const known = statements.get(shape);
  if (known !== undefined) return known;
  if (statements.size >= MAX_STATEMENTS) statements.clear();
  const statement = make();
  statements.set(shape, statement);
  return statement;
}
