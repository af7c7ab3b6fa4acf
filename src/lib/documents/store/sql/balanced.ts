import sql, { type Sql } from 'sql-template-tag';

/** SQL: all conditions hold. */
export function allOf(conditions: readonly Sql[]): Sql {
  return balanced(conditions, (left, right) => sql`(${left} AND ${right})`);
}

/** SQL: one of the conditions holds. */
export function anyOf(conditions: readonly Sql[]): Sql {
  return balanced(conditions, (left, right) => sql`(${left} OR ${right})`);
}

/**
 * Combines terms in their order as a balanced tree. SQLite nests expressions at most 100 deep
 * (https://www.sqlite.org/limits.html), and it nests `a AND b AND c` once per term.
 */
export function balanced(terms: readonly Sql[], combine: (left: Sql, right: Sql) => Sql): Sql {
  const [only] = terms;
  if (only === undefined) throw new TypeError('There are no terms to combine.');
  if (terms.length === 1) return only;
  const middle = Math.ceil(terms.length / 2);
  return combine(balanced(terms.slice(0, middle), combine), balanced(terms.slice(middle), combine));
}
