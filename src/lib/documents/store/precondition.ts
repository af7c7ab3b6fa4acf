import sql, { raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../http/problem.ts';
import { isUnknown, type KnownStates, type StateTag, stateOfRow } from './state-tag.ts';

/** The condition of a write (RFC 9110 section 13.1). */
export interface Precondition {
  /** The document must be in one of these states; `null` without `If-Match`. */
  ifMatch: KnownStates | null;
  /** The document must be in none of these states; `any`: it must not exist. */
  ifNoneMatch: KnownStates | null;
}

/**
 * The precondition as SQL on an existing row named `d`. A tag of a response with related documents begins with the
 * document's own state; a write compares only that.
 */
export function preconditionHolds({ ifMatch, ifNoneMatch }: Precondition): Sql {
  const state = stateOfRow('d', []);
  const matches =
    ifMatch === null || ifMatch === 'any' ? raw('TRUE') : sql`NOT ${isUnknown(state, ifMatch.map(ownState))}`;
  return ifNoneMatch === null
    ? matches
    : sql`${matches} AND ${isUnknown(state, ifNoneMatch === 'any' ? 'any' : ifNoneMatch.map(ownState))}`;
}

function ownState(tag: StateTag): StateTag {
  return tag.split('.', 1)[0] ?? tag;
}

/** 412 with the tag of the present state, so that the client can start again from it. */
export function preconditionFailed(current: StateTag | null): Problem {
  return current === null
    ? new Problem('precondition-failed', 'There is no such document, so If-Match cannot match.')
    : new Problem('precondition-failed', `The document has changed; its ETag is "${current}".`, {
        headers: { etag: `"${current}"` },
      });
}
