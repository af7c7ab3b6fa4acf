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
 * Requires that a caller may do this to a collection that exists for them.
 *
 * @throws Problem 401 without a valid credential, 403 without the scope, 403 for a write that another site caused
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
 * Requires a caller who may cost the database more than everyone.
 *
 * @throws Problem 401 without a valid credential, 403 without the scope
 */
export function requireTrusted(caller: Caller, collection: Collection): void {
  if (!isTrusted(caller, collection)) throw refusalOf(caller, 'write', collection);
}

function refusalOf({ kind, refusal, scopes }: Caller, level: Level, { name }: Collection): Problem {
  const isUnknown = kind === 'anonymous' || kind === 'unknown';
  return isUnknown ? (refusal ?? tokenRequired()) : scopeRequired(`${name}:${level}`, scopes);
}
