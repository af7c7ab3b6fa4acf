import sql, { raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../http/problem.ts';
import { isUnknown, type KnownStates, type StateTag, stateOfRow } from './state.ts';

/** What must be so for a write to happen (RFC 9110 section 13.1). */
export interface Precondition {
  /** The document is in one of these states; `null` when the client does not say. */
  ifMatch: KnownStates | null;
  /** The document is in none of these; `any`: it does not exist. */
  ifNoneMatch: KnownStates | null;
}

/**
 * The precondition as SQL on a row named `d`, which exists. A tag that was read with related documents begins with the
 * document's own state, which is all that a write to it changes.
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

/** 412 with the tag of the present state, by which the client can begin again. */
export function preconditionFailed(current: StateTag | null): Problem {
  return current === null
    ? new Problem('precondition-failed', 'There is no such document, so If-Match cannot match.')
    : new Problem('precondition-failed', `The document has changed; its ETag is "${current}".`, {
        headers: { etag: `"${current}"` },
      });
}
