import sql, { join, raw, type Sql } from 'sql-template-tag';
import { nameLiteral } from './sql/table-names.ts';

/**
 * The state that a response shows, as an opaque entity tag: `{version}-{milliseconds}` of the document or collection,
 * then of each related collection, joined by dots. Every write changes it, and no two states share one.
 */
export type StateTag = string;

/** The states that the client has stored. For these, no list and no related document is read. */
export type KnownStates = readonly StateTag[] | 'any';

/** The state of a collection without any write. */
const FIRST_STATE: StateTag = '0-0';

/** The state of the row `alias`, of a collection's table or of `_collections`, with that of related collections. */
export function stateOfRow(alias: 'c' | 'd', related: readonly string[]): Sql {
  const own = raw(`${alias}.version || '-' || ${alias}.modified`);
  return related.reduce((state, name) => sql`${state} || '.' || ${stateOfCollection(name)}`, own);
}

function stateOfCollection(name: string): Sql {
  return sql`coalesce((SELECT version || '-' || modified FROM _collections WHERE name = ${nameLiteral(name)}), ${raw(`'${FIRST_STATE}'`)})`;
}

/** The syntax of Perigee's own tags. Any other tag differs from every state. */
const STATE_TAG = /^\d+-\d+(\.\d+-\d+)*$/;

/** SQL: whether the client does not have this state stored. */
export function isNotStored(state: Sql, known: KnownStates): Sql {
  if (known === 'any') return raw('FALSE');
  const ours = known.filter((tag) => STATE_TAG.test(tag));
  return ours.length === 0 ? raw('TRUE') : sql`(${state}) NOT IN (${join(ours)})`;
}
