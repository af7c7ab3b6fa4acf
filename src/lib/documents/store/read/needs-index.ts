import { Problem } from '../../../http/problem/problem.ts';
import { MAX_LIMIT } from '../../limits.ts';
import { allLeaves, isEquality, type Leaf, requiredLeaves } from '../../query/filter/condition.ts';
import type { ListQuery } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import { type FieldPath, isSamePath } from '../../schema/field-path.ts';
import { isId } from '../../schema/field-reference.ts';
import type { Relations } from '../../schema/related-collections.ts';
import { MAX_SEARCHED_TEXTS, MAX_SKIPPED } from '../list-bounds.ts';
import type { RefusedRelation } from '../related-documents.ts';
import { searchedBy } from '../sql/condition/part-condition.ts';
import { isOnePhrase } from '../sql/condition/substring.ts';
import type { ListFacts } from './list-statement.ts';

/** 400 for a list without a bound of the rows that it reads, with the line of `src/collections.ts` that adds one. */
export function needsIndex(
  collection: Collection,
  query: ListQuery,
  reason: Exclude<ListFacts['refused'], 'lost' | null>,
): Problem {
  const { name, limits } = collection;
  if (reason === 'whole') {
    return new Problem(
      'stream-too-large',
      `${name} has more than ${limits.scan} documents, so a stream needs _limit with at most ${MAX_LIMIT}, or a token with the scope ${name}:read.`,
    );
  }
  if (reason === 'skipped') {
    return new Problem(
      'needs-index',
      `${name} has more than ${limits.scan} documents, so a list skips at most ${MAX_SKIPPED}. Follow \`next\` of \`Link\` from the first page.`,
    );
  }
  if (reason !== 'candidates' && reason !== 'items' && reason !== 'unindexed') {
    return relationNeedsIndex(query.relations, reason);
  }
  const found = FOUND[reason];
  return new Problem(
    'needs-index',
    `${name} has more than ${limits.scan} documents${found} ${reason === 'items' && query.search === null ? FEWER : remedy(collection, query)}`,
  );
}

/** What the candidates of a list exceed. */
const FOUND = {
  candidates: ', and an index finds too many of them to sort.',
  items: ', and those that an index finds have too many items of arrays, or values, to check.',
  unindexed: ', and no index finds these.',
} as const;

const FEWER = 'Add a filter by equal values that fewer documents have.';

/** 400 for a relation that would scan a large collection. */
export function relationNeedsIndex({ embed }: Relations, reason: RefusedRelation): Problem {
  const embedded = embed[Number(reason.slice('relation '.length))];
  if (embedded === undefined) throw new RangeError(`There is no ${reason}.`);
  const { collection, foreignKey } = embedded;
  return new Problem(
    'needs-index',
    `${collection.name} has more than ${collection.limits.scan} documents. Name ${foreignKey.path.join('.')} in its schema in src/collections.ts, which gives it an index.`,
  );
}

/** What the owner or the client can do. It names an index only if none is declared that finds the documents. */
function remedy(collection: Collection, query: ListQuery): string {
  if (requiredLeaves(query.where).some((leaf) => (searchedBy(leaf)?.length ?? 0) > MAX_SEARCHED_TEXTS)) {
    return `Search for at most ${MAX_SEARCHED_TEXTS} texts in one field.`;
  }
  const index = helpfulIndex(collection, query);
  if (index !== null) {
    const fields = index.map((path) => `'${path.join('.')}'`).join(', ');
    const line = index.length === 1 ? fields : `[${fields}]`;
    return `Add indexes: [${line}] to ${collection.name} in src/collections.ts, or send more filters.`;
  }
  if (query.search === null) {
    const [range] = rangesOf(query);
    const order =
      range !== undefined && query.sort.length === 0 ? `_sort=${range.join('.')}` : 'another order';
    return `Add a filter by equal values that fewer documents have, or ${order}.`;
  }
  if (!isOnePhrase(query.search)) return 'Search for a text that repeats no 3 characters more than twice.';
  return collection.search === false
    ? `Add search: true to ${collection.name} in src/collections.ts.`
    : 'Search for at least 3 characters that fewer documents have.';
}

/** An index that finds exactly these documents, in order; else one of equal values or a range, if none begins with it. */
function helpfulIndex({ indexes }: Collection, query: ListQuery): FieldPath[] | null {
  const sorted = query.sort.map(({ field }) => field.path);
  const leaves = requiredLeaves(query.where);
  const equal = distinct(
    leaves.filter((leaf) => !isId(leaf.field) && isEquality(leaf)).map(({ field }) => field.path),
  );
  const inOrder = distinct([...equal, ...sorted]);
  const hasOr = allLeaves(query.where).length > leaves.length;
  const isExact = query.search === null && !hasOr && isOneOrder(query.sort) && leaves.every(isOneValue);
  if (isExact && inOrder.length > 0) return inOrder;
  const found = equal.length > 0 || sorted.length > 0 ? equal : rangesOf(query).slice(0, 1);
  const isDeclared = indexes.some((index) => found.every((path, i) => isSamePath(path, index[i])));
  return found.length === 0 || isDeclared ? null : found;
}

function isOneValue(leaf: Leaf): boolean {
  return isEquality(leaf) && leaf.values.length === 1 && !isId(leaf.field);
}

/** Whether an index can have this order: one direction, and no second field that documents may lack. */
function isOneOrder(sort: ListQuery['sort']): boolean {
  return (
    sort.every(({ field, descending }) => !isId(field) && descending === sort[0]?.descending) &&
    sort.slice(1).every(({ field }) => field.isRequired)
  );
}

/** The fields of filters by order or by a part of a text. */
function rangesOf({ where }: ListQuery): FieldPath[] {
  return requiredLeaves(where)
    .filter((leaf) => !isId(leaf.field) && !isEquality(leaf) && leaf.operator !== 'ne')
    .map(({ field }) => field.path);
}

function distinct(paths: readonly FieldPath[]): FieldPath[] {
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}
