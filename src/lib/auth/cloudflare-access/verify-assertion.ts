import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import { Problem } from '../../http/problem/problem.ts';
import { tokenInvalid } from '../challenge.ts';
import type { AccessSettings } from './access-settings.ts';

interface VerifierOptions {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** The algorithms of asymmetric keys that Access may sign with. */
const ALGORITHMS = ['RS256', 'ES256'];

/** The errors that jose throws for an invalid assertion. Its other errors concern the keys. */
const INVALID_ASSERTION = [
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
 * Returns a function that verifies an assertion (`Cf-Access-Jwt-Assertion`): its signature, issuer, audience and expiry.
 * jose stores the keys for 10 minutes. For an unknown key it fetches them again, at most every 30 s.
 * https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/
 *
 * @returns a function that throws a Problem: 401 for an invalid assertion, 503 when the keys cannot be read
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
  return INVALID_ASSERTION.some((kind) => cause instanceof kind)
    ? tokenInvalid('The assertion of Cloudflare Access is not valid.', { cause })
    : new Problem('access-unavailable', 'The keys of Cloudflare Access cannot be read; try again.', {
        cause,
        headers: { 'retry-after': '1' },
      });
}
