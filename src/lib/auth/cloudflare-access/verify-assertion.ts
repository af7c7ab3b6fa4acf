import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import { Problem } from '../../http/problem/problem.ts';
import { tokenInvalid } from '../challenge.ts';
import type { AccessSettings } from './settings.ts';

export interface VerifierOptions {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** The algorithms of asymmetric keys that Access may sign with. */
const ALGORITHMS = ['RS256', 'ES256'];

/** What jose says of an assertion that is wrong, where other errors are of its keys. */
const WRONG_ASSERTION = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/**
 * Makes the check of assertions (`Cf-Access-Jwt-Assertion`): signature, issuer, audience and expiry. jose stores the keys
 * for ten minutes, and reads them at most every 30 seconds for a key that it does not know.
 * https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/
 *
 * @returns a function that throws a Problem: 401 for a wrong assertion, 503 when the keys cannot be read
 */
export function assertionVerifier(
  { issuer, audience }: Pick<AccessSettings, 'issuer' | 'audience'>,
  { fetch, now }: VerifierOptions,
): (assertion: string) => Promise<void> {
  const keys = createRemoteJWKSet(new URL('/cdn-cgi/access/certs', issuer), { [customFetch]: fetch });
  return async (assertion) => {
    try {
      await jwtVerify(assertion, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp'],
        currentDate: new Date(now()),
      });
    } catch (error) {
      throw problemOf(error);
    }
  };
}

function problemOf(cause: unknown): Problem {
  if (cause instanceof errors.JWTExpired) {
    return tokenInvalid('The assertion of Cloudflare Access has expired.', {
      description: 'The assertion has expired',
      cause,
    });
  }
  return WRONG_ASSERTION.some((kind) => cause instanceof kind)
    ? tokenInvalid('The assertion of Cloudflare Access is not valid.', { cause })
    : new Problem('access-unavailable', 'The keys of Cloudflare Access cannot be read; try again.', {
        cause,
        headers: { 'retry-after': '1' },
      });
}
