import type { Problem } from '../http/problem/problem.ts';
import type { Action, Guarded } from './access-rules.ts';
import { grants, type Level, type Scope } from './scope.ts';

/** Who sent a request, as far as its credential tells. */
export interface Caller {
  /**
   * `root`: has the `ADMIN_TOKEN`. `token`: has a token of the database. `person`: was let in by Cloudflare Access.
   * `anonymous`: is served as a request without a credential, at the same cost. `unknown`: the same, but the database
   * was asked for the token.
   */
  kind: 'anonymous' | 'unknown' | 'root' | 'token' | 'person';
  scopes: readonly Scope[];
  /** Why the credential of an anonymous or unknown caller was refused; `null` without a credential. */
  refusal: Problem | null;
}

export const ANONYMOUS: Caller = { kind: 'anonymous', scopes: [], refusal: null };

/** Whether a caller may do this to a collection. This is the only rule of access. */
export function may({ scopes }: Caller, action: Action, { name, access }: Guarded): boolean {
  return access[action] === 'public' || grants(scopes, levelOf(action), name);
}

/**
 * Whether a caller may cost the database more than everyone: read a large collection without a bound, and see how long
 * it took.
 */
export function isTrusted({ scopes }: Caller, { name }: Pick<Guarded, 'name'>): boolean {
  return grants(scopes, 'write', name);
}

/** The level of scope that an action needs. */
export function levelOf(action: Action): Level {
  return action === 'read' ? 'read' : 'write';
}
