import sql, { join, raw, type Sql } from 'sql-template-tag';
import { nameLiteral } from './sql/name-literal.ts';

/**
 * The state that an answer was made from, as the inner text of an entity tag: `{version}-{milliseconds}` of a
 * document or of a collection, and of the collections that are part of it, joined by dots. Every write changes it,
 * and no two states share it.
 */
export type StateTag = string;

/** The states that the client holds already; for these nothing is read. */
export type KnownStates = readonly StateTag[] | 'any';

/** The state of a collection that was never written to. */
export const FIRST_STATE: StateTag = '0-0';

/** The state of the row `alias`, of `documents` or `collections`, with that of related collections. */
export function stateOfRow(alias: 'c' | 'd', related: readonly string[]): Sql {
  const own = raw(`${alias}.version || '-' || ${alias}.modified`);
  return related.reduce((state, name) => sql`${state} || '.' || ${stateOfCollection(name)}`, own);
}

/** The state of a collection, with that of related ones, where no row is at hand. */
export function stateOfList(collection: string, related: readonly string[]): Sql {
  return related.reduce(
    (state, name) => sql`${state} || '.' || ${stateOfCollection(name)}`,
    stateOfCollection(collection),
  );
}

function stateOfCollection(name: string): Sql {
  return sql`coalesce((SELECT version || '-' || modified FROM collections WHERE name = ${nameLiteral(name)}), ${raw(`'${FIRST_STATE}'`)})`;
}

/** What our own tags look like; others are known to differ. */
const STATE_TAG = /^\d+-\d+(\.\d+-\d+)*$/;

/** As SQL: is this none of the states that the client holds? */
export function isUnknown(state: Sql, known: KnownStates): Sql {
  if (known === 'any') return raw('FALSE');
  const ours = known.filter((tag) => STATE_TAG.test(tag));
  return ours.length === 0 ? raw('TRUE') : sql`(${state}) NOT IN (${join(ours)})`;
}
