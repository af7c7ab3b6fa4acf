import { Problem } from '../http/problem.ts';

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/**
 * Checks the bearer token of a request (RFC 6750). The comparison takes the same time however much of it is right.
 *
 * @param expected the one valid token; without it every request is refused
 * @throws Problem 401 with a challenge
 */
export async function requireBearer(headers: Headers, expected: string | undefined): Promise<void> {
  if (tokenOf(headers) === undefined) {
    throw unauthorized('token-required', 'A token is required; send "Authorization: Bearer …".', '');
  }
  if (!(await hasBearer(headers, expected))) {
    throw unauthorized('token-invalid', 'The token is not valid.', ', error="invalid_token"');
  }
}

/** Whether a request has the one valid bearer token. Without a valid one, none has. */
export async function hasBearer(headers: Headers, expected: string | undefined): Promise<boolean> {
  const given = tokenOf(headers);
  return given !== undefined && Boolean(expected) && isEqual(given, expected ?? '');
}

/** Wider than the token68 of RFC 6750, so that any secret without spaces can be sent. */
function tokenOf(headers: Headers): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
}

function unauthorized(code: 'token-required' | 'token-invalid', detail: string, challenge: string): Problem {
  return new Problem(code, detail, {
    headers: { 'www-authenticate': `Bearer realm="perigee"${challenge}` },
  });
}

/** Compares two texts in constant time: `verify` compares MACs under a random key. */
async function isEqual(a: string, b: string): Promise<boolean> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), HMAC, false, [
    'sign',
    'verify',
  ]);
  return crypto.subtle.verify(HMAC, key, await crypto.subtle.sign(HMAC, key, encode(a)), encode(b));
}
