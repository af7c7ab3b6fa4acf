import { sha256 } from '../http/digest.ts';
import { Problem } from '../http/problem.ts';

/**
 * Checks the bearer token of a request (RFC 6750) in a time that does not tell how much of it was right.
 *
 * @param expected the one valid token; without one nobody passes
 * @throws Problem 401 with the challenge
 */
export async function requireBearer(headers: Headers, expected: string | undefined): Promise<void> {
  // Wider than the token68 of RFC 6750: whatever the owner chose as a secret can be sent.
  const given = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (given === undefined) {
    throw unauthorized('token-required', 'A token is required; send "Authorization: Bearer …".', '');
  }
  if (!expected || !(await isEqual(given, expected))) {
    throw unauthorized('token-invalid', 'The token is not valid.', ', error="invalid_token"');
  }
}

function unauthorized(code: 'token-required' | 'token-invalid', detail: string, challenge: string): Problem {
  return new Problem(code, detail, { headers: { 'www-authenticate': `Bearer realm="perigee"${challenge}` } });
}

/** Compares digests, which are of one length whatever the tokens are. */
async function isEqual(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([a, b].map(sha256));
  if (left === undefined || right === undefined) return false;
  let difference = 0;
  for (const [i, byte] of left.entries()) difference |= byte ^ (right[i] ?? 0);
  return difference === 0;
}
