import sql, { raw, type Sql } from 'sql-template-tag';
import {
  and,
  type Condition,
  isEquality,
  isEverything,
  type Leaf,
  requiredLeaves,
} from '../../query/filter/condition.ts';
import { isUnfiltered, type ListQuery, type SortKey } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import { isSamePath } from '../../schema/field-path.ts';
import { isId } from '../../schema/field-reference.ts';
import type { Index } from '../../schema/indexes.ts';
import { identifier, indexName } from '../../tables/definition/identifiers.ts';
import { MAX_SEARCHED_TEXTS } from '../list-bounds.ts';
import { allOf } from '../sql/balanced.ts';
import { conditionOf, isIndexable } from '../sql/condition/condition-sql.ts';
import { searchedBy } from '../sql/condition/part-condition.ts';
import { isOnePhrase, isSearchable, matchExpression } from '../sql/condition/substring.ts';
import { fieldValue } from '../sql/field-value.ts';
import { formsOfId, idRange, isIdRange } from '../sql/id.ts';
import { type OrderTerm, orderTerms } from '../sql/order.ts';
import { isInRange, type Range, rangeOf, WHOLE_RANGE } from '../sql/range.ts';
import { searchTable, table } from '../sql/table-names.ts';

/** How candidates for a list are found without reading others: by an index, by their ids, or by the search table. */
export interface Access {
  /** The rest of a SELECT that finds the candidates as the row `d`. */
  rows: Sql;
  /** The rest of a SELECT that counts them. */
  counted: Sql;
  /** Rows that finding one of them reads: D1 counts a row of an index and its row of the table as one. */
  rowsEach: 1 | 2;
  /** The part of the condition that is still to be checked. */
  residual: Condition;
  /** Whether the text of `q` is still to be checked. */
  isSearchResidual: boolean;
  /** How the candidates are found in the order of the query; `null` if the access has another order. */
  inOrder: { order: readonly OrderTerm[]; sources: readonly Source[] } | null;
}

/** Candidates that are consecutive in an index. */
interface Source {
  /** The rest of a SELECT of the row `d`, without a condition on the first term of the order. */
  rows: Sql;
  /** The range of the values of this term. */
  range: Range;
}

/** The best access for a query, or `null` when no index finds its candidates. */
export function accessOf(collection: Collection, query: ListQuery): Access | null {
  const leaves = requiredLeaves(query.where);
  const [first] = query.sort;
  if (isUnfiltered(query) && (first === undefined || isId(first.field))) return wholeTable(collection, query);
  return (
    byIds(collection, query, leaves) ??
    byIdRange(collection, query, leaves) ??
    best(collection.indexes.map((index) => byIndex(collection, query, leaves, index))) ??
    bySearch(collection, query) ??
    bySearchedLeaf(collection, query, leaves)
  );
}

/** All documents, in order of insertion or of their ids. */
function wholeTable(collection: Collection, { where, sort }: ListQuery): Access {
  const rows = sql`FROM ${table(collection)} AS d WHERE TRUE`;
  const inOrder = { order: orderTerms(sort), sources: [{ rows, range: WHOLE_RANGE }] };
  return { rows, counted: rows, rowsEach: 1, residual: where, isSearchResidual: false, inOrder };
}

/** The condition without the leaves that an access covers. */
function without(where: Condition, covered: readonly Leaf[]): Condition {
  const conditions = where.kind === 'and' ? where.conditions : [where];
  return and(conditions.filter((condition) => !covered.some((leaf) => leaf === condition)));
}

function byIds(collection: Collection, query: ListQuery, leaves: readonly Leaf[]): Access | null {
  const leaf = leaves.find((candidate) => isId(candidate.field) && isEquality(candidate));
  if (leaf === undefined) return null;
  const ids = new Set(leaf.values.flatMap((id) => formsOfId(String(id))));
  const rows = sql`FROM json_each(${JSON.stringify([...ids])}) AS given CROSS JOIN ${table(collection)} AS d WHERE d.id = given.value`;
  return {
    rows,
    counted: rows,
    rowsEach: 2,
    residual: without(query.where, [leaf]),
    isSearchResidual: query.search !== null,
    inOrder: null,
  };
}

/** Ranges of ids: numbers are compared with numbers, and text with text, as two ranges of the index. */
function byIdRange(collection: Collection, query: ListQuery, leaves: readonly Leaf[]): Access | null {
  const [first] = query.sort;
  const ranges = leaves.filter((leaf) => isId(leaf.field) && isIdRange(leaf));
  if (ranges.length === 0 || first === undefined || !isId(first.field)) return null;
  const all = table(collection);
  const [numbers, texts] = [idRange(ranges, 'number'), idRange(ranges, 'text')];
  const rows = sql`FROM (
      SELECT * FROM ${all} WHERE ${isInRange(raw('id'), numbers)}
      UNION ALL SELECT * FROM ${all} WHERE ${isInRange(raw('id'), texts)}
    ) AS d WHERE TRUE`;
  const sources = [numbers, texts].map((range) => ({ rows: sql`FROM ${all} AS d WHERE TRUE`, range }));
  return {
    rows,
    counted: rows,
    rowsEach: 2,
    residual: without(query.where, ranges),
    isSearchResidual: query.search !== null,
    inOrder: { order: orderTerms(query.sort), sources: first.descending ? sources.toReversed() : sources },
  };
}

/** The candidates of an index: equal values of its first columns, then perhaps a range of the next. */
function byIndex(
  collection: Collection,
  query: ListQuery,
  leaves: readonly Leaf[],
  index: Index,
): (Access & { covered: number }) | null {
  const equalities = leadingEqualities(index, leaves);
  const isOrdered = equalities.every(({ values }) => values.length === 1);
  const rest = index.slice(equalities.length);
  const [next] = rest;
  const ranges = leaves.filter(
    (leaf) =>
      next !== undefined &&
      isOrdered &&
      isSamePath(leaf.field.path, next) &&
      !isEquality(leaf) &&
      isIndexable(leaf),
  );
  const isInOrder = isOrdered && isOrderOf(rest, query.sort);
  const covered = [...equalities, ...ranges];
  if (covered.length === 0 && !isInOrder) return null;
  const equal = equalities.length === 0 ? raw('TRUE') : allOf(equalities.map(conditionOf));
  const fixed = sql`FROM ${table(collection)} AS d INDEXED BY ${raw(identifier(indexName(collection.name, index)))} WHERE ${equal}`;
  const range = rangeOf(ranges);
  const [ofNext] = ranges;
  const rows = ofNext === undefined ? fixed : sql`${fixed} AND ${isInRange(fieldValue(ofNext.field), range)}`;
  return {
    rows,
    counted: rows,
    rowsEach: 1,
    residual: without(query.where, covered),
    isSearchResidual: query.search !== null,
    inOrder: isInOrder ? { order: orderTerms(query.sort), sources: [{ rows: fixed, range }] } : null,
    covered: covered.length,
  };
}

/** The equalities on the first columns of an index. Several values end them, because each is a range of the index. */
function leadingEqualities(index: Index, leaves: readonly Leaf[]): Leaf[] {
  const found: Leaf[] = [];
  for (const path of index) {
    const equality = leaves.find(
      (leaf) => isSamePath(leaf.field.path, path) && isEquality(leaf) && isIndexable(leaf),
    );
    if (equality === undefined) break;
    found.push(equality);
    if (equality.values.length !== 1) break;
  }
  return found;
}

/** Whether a query sorts by exactly these fields, all in one direction. */
function isOrderOf(rest: Index, sort: readonly SortKey[]): boolean {
  return (
    rest.length === sort.length &&
    sort.every(({ field }, i) => isSamePath(field.path, rest[i])) &&
    sort.slice(1).every(({ field }) => field.isRequired) &&
    new Set(sort.map(({ descending }) => descending)).size < 2
  );
}

/** The access that finds exactly the documents of the query, else the one that covers the most conditions. */
function best<Found extends Access & { covered: number }>(found: readonly (Found | null)[]): Access | null {
  const usable = found.filter((access) => access !== null);
  const whole = usable.find(isWhole);
  return (
    whole ?? usable.filter(({ covered }) => covered > 0).toSorted((a, b) => b.covered - a.covered)[0] ?? null
  );
}

/** An access that finds exactly the documents of a query, in its order. */
export type WholeAccess = Access & { inOrder: NonNullable<Access['inOrder']> };

export function isWhole(access: Access): access is WholeAccess {
  const { residual, isSearchResidual, inOrder } = access;
  return isEverything(residual) && !isSearchResidual && inOrder !== null;
}

/** The candidates of `q`: documents whose searched text has the beginning and the end of the text. */
function bySearch(collection: Collection, query: ListQuery): Access | null {
  const { search } = query;
  if (search === null || collection.search === false || !isSearchable(search) || !isOnePhrase(search))
    return null;
  return { ...searching(collection, query, [search]), residual: query.where, isSearchResidual: false };
}

/** The candidates of a filter by a part of a text. */
function bySearchedLeaf(collection: Collection, query: ListQuery, leaves: readonly Leaf[]): Access | null {
  const needles = leaves
    .map(searchedBy)
    .find((texts) => texts !== null && texts.length <= MAX_SEARCHED_TEXTS);
  if (needles === undefined || needles === null) return null;
  const isSearchResidual = query.search !== null;
  return { ...searching(collection, query, needles), residual: query.where, isSearchResidual };
}

function searching(
  collection: Collection,
  { sort }: ListQuery,
  needles: readonly string[],
): Pick<Access, 'rows' | 'counted' | 'rowsEach' | 'inOrder'> {
  const search = searchTable(collection);
  const match = matchExpression(needles);
  const rows = sql`FROM ${search} AS s CROSS JOIN ${table(collection)} AS d ON d.seq = s.rowid WHERE s.text MATCH ${match}`;
  const inOrder = {
    order: orderTerms([], undefined, raw('s.rowid')),
    sources: [{ rows, range: WHOLE_RANGE }],
  };
  return {
    rows,
    counted: sql`FROM ${search} AS s WHERE s.text MATCH ${match}`,
    rowsEach: 2,
    inOrder: sort.length === 0 ? inOrder : null,
  };
}
