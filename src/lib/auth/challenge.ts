import { Problem } from '../http/problem/problem.ts';
import type { Scope } from './scope.ts';

/** The challenge of every refusal (RFC 6750 section 3). */
const CHALLENGE = 'Bearer realm="perigee"';

/** 401 for a request without a credential. */
export function tokenRequired(): Problem {
  return new Problem('token-required', 'A token is required; send "Authorization: Bearer …".', {
    headers: { 'www-authenticate': CHALLENGE },
  });
}

interface RefusalOptions {
  /** The `error_description`, for the holder of a credential that was valid once; ASCII. */
  description?: string;
  cause?: unknown;
}

/** 401 for a refused credential (RFC 6750 section 3.1). */
export function tokenInvalid(detail: string, { description, cause }: RefusalOptions = {}): Problem {
  const parameter = description === undefined ? '' : `, error_description="${description}"`;
  return new Problem('token-invalid', detail, {
    cause,
    headers: { 'www-authenticate': `${CHALLENGE}, error="invalid_token"${parameter}` },
  });
}

/** 403 for a caller whose scopes do not suffice. */
export function scopeRequired(needed: Scope, scopes: readonly Scope[]): Problem {
  const present = scopes.length === 0 ? 'no scope' : `the scopes ${scopes.join(', ')}`;
  return new Problem('scope-required', `The credential has ${present}; required: ${needed}.`, {
    headers: { 'www-authenticate': `${CHALLENGE}, error="insufficient_scope", scope="${needed}"` },
  });
}
