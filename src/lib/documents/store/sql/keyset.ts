import sql, { raw, type Sql } from 'sql-template-tag';
import { allOf, anyOf } from './balanced.ts';
import type { OrderTerm } from './order.ts';
import { holds, isInRange, isLower, type Range, within } from './range.ts';

/** SQL: a row comes after a place in an order. `place` has the values of the terms there. It uses no index. */
export function isAfter(terms: readonly OrderTerm[], place: readonly Sql[]): Sql {
  return anyOf(
    terms.map((term, i) => {
      const value = valueAt(place, i);
      const isNull = sql`(${term.value} IS NULL AND ${value} IS NOT NULL)`;
      const beyond = isBeyond(term, value);
      return allOf([
        ...equals(terms, place, i),
        term.nulls === 'last' ? sql`(${beyond} OR ${isNull})` : beyond,
      ]);
    }),
  );
}

/** A part of the rows after a place, which an index finds in its order. */
interface Arm {
  condition: Sql;
  order: readonly OrderTerm[];
}

/**
 * The rows after a place, as consecutive parts: those that are equal in all terms but the last, …, those that differ in
 * the first term. SQLite reads none of the rows before the place. It would if the parts were joined by OR.
 *
 * @param range of the first term's values
 */
export function armsAfter(terms: readonly OrderTerm[], place: readonly Sql[], range: Range): Arm[] {
  const [first, ...others] = terms;
  if (first === undefined || range.isEmpty) return [];
  const start = valueAt(place, 0);
  const equal = others.flatMap((_, i) => armsOfTerm(terms, place, i + 1)).toReversed();
  const isInside = isInRange(start, range);
  return [
    // The range of the first term holds for all of these rows or for none.
    ...equal.map(({ condition, order }) => ({ condition: allOf([isInside, condition]), order })),
    ...(range.isNull === true
      ? []
      : armsInRange(first, start, range).map((arm) => withOrder(arm, first, others))),
    ...(range.isNull === false || range.bounds.length > 0 ? [] : nullArm(terms, place, 0)),
  ];
}

/** The rows that are equal in the first terms and differ in this one, in reverse: NULLs come first. */
function armsOfTerm(terms: readonly OrderTerm[], place: readonly Sql[], i: number): Arm[] {
  const [term, ...others] = terms.slice(i);
  if (term === undefined) return [];
  const condition = allOf([...equals(terms, place, i), isBeyond(term, valueAt(place, i))]);
  return [...nullArm(terms, place, i), withOrder(condition, term, others)];
}

/** The rows whose term is NULL, after all others. */
function nullArm(terms: readonly OrderTerm[], place: readonly Sql[], i: number): Arm[] {
  const [term, ...others] = terms.slice(i);
  if (term?.nulls !== 'last') return [];
  const isNull = sql`${term.value} IS NULL AND ${valueAt(place, i)} IS NOT NULL`;
  return [{ condition: allOf([...equals(terms, place, i), isNull]), order: others }];
}

/** The rows after a value of the first term: from the value, or from the start of the range if that is later. */
function armsInRange(term: OrderTerm, start: Sql, { bounds }: Range): Sql[] {
  const isPassed = (bound: (typeof bounds)[number]) => isLower(bound) !== term.descending;
  const passed = bounds.filter(isPassed);
  const ahead = within(
    term.value,
    bounds.filter((bound) => !isPassed(bound)),
  );
  const beyond = isBeyond(term, start);
  if (passed.length === 0) return [allOf([beyond, ...ahead])];
  const hasPassed = allOf(passed.map((bound) => holds(start, bound)));
  const isBefore = sql`(${hasPassed}) IS NOT TRUE`;
  const isNotLast = term.nulls === 'last' ? [sql`${start} IS NOT NULL`] : [];
  return [
    allOf([isBefore, ...isNotLast, ...within(term.value, passed), ...ahead]),
    allOf([hasPassed, beyond, ...ahead]),
  ];
}

function withOrder(condition: Sql, term: OrderTerm, others: readonly OrderTerm[]): Arm {
  return { condition, order: [{ ...term, nulls: 'none' }, ...others] };
}

/** SQL: the first terms have their values at the place. */
function equals(terms: readonly OrderTerm[], place: readonly Sql[], count: number): Sql[] {
  return terms.slice(0, count).map(({ value }, i) => sql`${value} IS ${valueAt(place, i)}`);
}

/** SQL: a value that is not NULL comes after another. Numbers are below text, and text is below blobs. */
function isBeyond({ value, descending, nulls }: OrderTerm, other: Sql): Sql {
  if (descending) return sql`${value} < ${nulls === 'first' ? sql`coalesce(${other}, x'')` : other}`;
  return sql`${value} > ${nulls === 'first' ? sql`coalesce(${other}, -9e999)` : other}`;
}

function valueAt(place: readonly Sql[], i: number): Sql {
  return place[i] ?? raw('NULL');
}
