const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/**
 * The bearer token of a request (RFC 6750 section 2.1), or `null`. Accepts more than the RFC's `b64token`, so that any
 * secret without spaces can be sent.
 */
export function bearerOf(headers: Headers): string | null {
  const header = headers.get('authorization');
  return header === null ? null : (/^Bearer +(\S+) *$/i.exec(header)?.[1] ?? null);
}

/**
 * Whether a token is the expected one; never, when none is expected. Compares in constant time: `verify` compares MACs
 * under a random key.
 */
export async function isToken(given: string, expected: string | undefined): Promise<boolean> {
  if (!expected) return false;
  const encode = (text: string) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), HMAC, false, [
    'sign',
    'verify',
  ]);
  return crypto.subtle.verify(
    HMAC,
    key,
    await crypto.subtle.sign(HMAC, key, encode(given)),
    encode(expected),
  );
}
