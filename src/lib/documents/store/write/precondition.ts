import sql, { raw, type Sql } from 'sql-template-tag';
import { Problem } from '../../../http/problem/problem.ts';
import type { Collection } from '../../schema/collection.ts';
import { documentMissing } from '../document-missing.ts';
import { isNotStored, type KnownStates, type StateTag, stateOfRow } from '../state-tag.ts';
import type { WrittenDocument } from './write-statements.ts';

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
    ifMatch === null || ifMatch === 'any'
      ? raw('TRUE')
      : sql`NOT ${isNotStored(state, ifMatch.map(ownState))}`;
  return ifNoneMatch === null
    ? matches
    : sql`${matches} AND ${isNotStored(state, ifNoneMatch === 'any' ? 'any' : ifNoneMatch.map(ownState))}`;
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

/**
 * The document that a write found, if the write was executed.
 *
 * @param isWritten whether the write happened
 * @param present the document, if it exists
 * @throws Problem 404 when it does not exist, 412 when the precondition failed
 */
export function expectWritten(
  isWritten: boolean,
  present: WrittenDocument | undefined,
  { collection, id, precondition }: { collection: Collection; id: string; precondition: Precondition },
): WrittenDocument {
  if (present === undefined) {
    throw precondition.ifMatch === null ? documentMissing(collection, id) : preconditionFailed(null);
  }
  if (!isWritten) throw preconditionFailed(present.state);
  return present;
}
