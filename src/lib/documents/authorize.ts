import type { Action } from '../auth/access-rules.ts';
import { type Caller, isTrusted, levelOf, may } from '../auth/caller.ts';
import { scopeRequired, tokenRequired } from '../auth/challenge.ts';
import { requireSameOrigin } from '../auth/same-origin.ts';
import type { Level } from '../auth/scope.ts';
import type { Problem } from '../http/problem/problem.ts';
import type { View } from './api-path.ts';
import type { DocumentService } from './document-service.ts';
import type { Collection } from './schema/collection.ts';

/**
 * Requires that a caller may perform an action on a collection.
 *
 * @throws Problem 401 without a valid credential, 403 without the scope or for a cross-site write
 */
export function authorize(
  request: Request,
  { url, database }: DocumentService,
  { caller }: Pick<View, 'caller'>,
  action: Action,
  collection: Collection,
): void {
  database.meter.showsDuration = isTrusted(caller, collection);
  if (collection.access[action] === 'public') return;
  if (!may(caller, action, collection)) throw refusalOf(caller, levelOf(action), collection);
  if (caller.kind === 'person' && action !== 'read') requireSameOrigin(request, url);
}

/**
 * Requires a caller that may read a large collection without bounds.
 *
 * @throws Problem 401 without a valid credential, 403 without the scope
 */
export function requireTrusted(caller: Caller, collection: Collection): void {
  if (!isTrusted(caller, collection)) throw refusalOf(caller, 'write', collection);
}

function refusalOf({ kind, refusal, scopes }: Caller, level: Level, { name }: Collection): Problem {
  const isUnidentified = kind === 'anonymous' || kind === 'unknown';
  return isUnidentified ? (refusal ?? tokenRequired()) : scopeRequired(`${name}:${level}`, scopes);
}
