import type { Problem } from '../http/problem/problem.ts';
import type { Action, Protected } from './access-rules.ts';
import { grants, type Level, type Scope } from './scope.ts';

/** The sender of a request, as its credential shows. */
export interface Caller {
  /**
   * `root`: has the `ADMIN_TOKEN`. `token`: has a token of the database. `person`: was authenticated by Cloudflare
   * Access. `anonymous`: has no credential, or one that was refused without a query. `unknown`: has a token that was
   * refused after a query, or whose query failed.
   */
  kind: 'anonymous' | 'unknown' | 'root' | 'token' | 'person';
  scopes: readonly Scope[];
  /** Why the credential of an anonymous or unknown caller was refused; `null` without a credential. */
  refusal: Problem | null;
}

export const ANONYMOUS: Caller = { kind: 'anonymous', scopes: [], refusal: null };

/** Whether a caller may do this to a collection. This is the only rule of access. */
export function may({ scopes }: Caller, action: Action, { name, access }: Protected): boolean {
  return access[action] === 'public' || grants(scopes, levelOf(action), name);
}

/**
 * Whether a caller may cause costs that others may not: read a large collection without a bound. Such a caller also sees
 * how long the database took.
 */
export function isTrusted({ scopes }: Caller, { name }: Pick<Protected, 'name'>): boolean {
  return grants(scopes, 'write', name);
}

/** Whether a caller may read the whole of a large collection as a stream. Public access alone is not enough. */
export function mayReadWhole({ scopes }: Caller, { name }: Pick<Protected, 'name'>): boolean {
  return grants(scopes, 'read', name);
}

/** The level of scope that an action needs. */
export function levelOf(action: Action): Level {
  return action === 'read' ? 'read' : 'write';
}
