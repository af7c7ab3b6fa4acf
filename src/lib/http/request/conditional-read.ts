import { type EntityTags, parseEntityTags } from '../entity-tag.ts';

/** The conditions under which a client wants the body of a read (RFC 9110 section 13.1). */
export interface ReadConditions {
  /** The states that the client has stored; `null` without `If-None-Match`. */
  ifNoneMatch: EntityTags | null;
  /** Milliseconds since 1970; `null` without a valid `If-Modified-Since`. */
  ifModifiedSince: number | null;
}

interface Validators {
  /** The opaque tag of the present state, without quotes and `W/`; `null` without one. */
  tag: string | null;
  /** Milliseconds since 1970; `null` when unknown. */
  modified: number | null;
}

/** @throws Problem 400 for more than 50 entity tags */
export function readConditions(headers: Headers): ReadConditions {
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return {
    ifNoneMatch: parseEntityTags(headers.get('if-none-match')),
    ifModifiedSince: Number.isNaN(since) ? null : since,
  };
}

/** Whether the client has this state stored (RFC 9110 section 13.2.2). The date counts only without tags. */
export function isNotModified(
  { ifNoneMatch, ifModifiedSince }: ReadConditions,
  { tag, modified }: Validators,
): boolean {
  if (ifNoneMatch !== null) return tag !== null && (ifNoneMatch === 'any' || ifNoneMatch.includes(tag));
  if (ifModifiedSince === null || modified === null) return false;
  // HTTP dates have whole seconds.
  return Math.floor(modified / 1000) * 1000 <= ifModifiedSince;
}
