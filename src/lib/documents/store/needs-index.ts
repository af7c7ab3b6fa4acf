import { Problem } from '../../http/problem.ts';
import { allLeaves, isEquality } from '../query/condition.ts';
import { isId } from '../query/field-reference.ts';
import type { ListQuery, Relations } from '../query/list-query.ts';
import { MAX_LIMIT } from '../query/window.ts';
import type { Collection } from '../schema/collection.ts';
import { MAX_SKIPPED } from './list-bounds.ts';
import type { ListFacts } from './list-statement.ts';
import type { RefusedRelation } from './related.ts';

/** 400 for a list that no bound of rows is known for, with the line of `src/collections.ts` that gives it one. */
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
  if (reason !== 'candidates' && reason !== 'unindexed') return relationNeedsIndex(query.relations, reason);
  const found =
    reason === 'candidates'
      ? ', and an index finds too many of them to sort.'
      : ', and no index finds these.';
  return new Problem(
    'needs-index',
    `${name} has more than ${limits.scan} documents${found} ${remedy(collection, query)}`,
  );
}

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

/** What the owner or the client can do. */
function remedy(collection: Collection, query: ListQuery): string {
  const equal = allLeaves(query.where).filter(isEquality);
  const others = allLeaves(query.where).filter((leaf) => !isEquality(leaf) && leaf.operator !== 'ne');
  const filtered = equal.length > 0 ? equal : others.slice(0, 1);
  const fields = [...filtered, ...query.sort]
    .filter(({ field }) => !isId(field))
    .map(({ field }) => field.path.join('.'));
  const names = [...new Set(fields)];
  if (names.length === 0) {
    return query.search === null
      ? 'Add a filter by equal values.'
      : collection.search === false
        ? `Add search: true to ${collection.name} in src/collections.ts.`
        : 'Search for at least 3 characters that fewer documents have.';
  }
  const index = names.length === 1 ? `'${names[0]}'` : `[${names.map((field) => `'${field}'`).join(', ')}]`;
  return `Add indexes: [${index}] to ${collection.name} in src/collections.ts, or send more filters.`;
}
