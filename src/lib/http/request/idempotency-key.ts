import { Problem } from '../problem/problem.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Reads the `Idempotency-Key` of a request
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/).
 *
 * @returns `null` when the header is absent
 * @throws Problem 400 when it is empty, too long, or not printable ASCII
 */
export function idempotencyKey(headers: Headers): string | null {
  const key = headers.get('idempotency-key');
  if (key !== null && !KEY.test(key)) {
    throw new Problem(
      'bad-header',
      'The Idempotency-Key must be 1 to 255 printable ASCII characters without spaces.',
    );
  }
  return key;
}
