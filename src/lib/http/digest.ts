import { latin1, utf8, utf8AsLatin1 } from './bytes.ts';

// Uint8Array has toHex() and toBase64() in workerd, but not in Node 24, which runs the scripts and the unit tests.

/** The first `bytes` bytes of the SHA-256 of a text in UTF-8, in hexadecimal. */
export async function fingerprint(text: string, bytes = 32): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8(text));
  return toHex(new Uint8Array(digest, 0, bytes));
}

/** Writes two lower-case hexadecimal digits per byte. */
export function toHex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(latin1(bytes));
}

/** Base64 for URLs, without padding (RFC 4648 section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return forUrls(toBase64(bytes));
}

/** The UTF-8 of a text in base64 for URLs. */
export function textToBase64Url(text: string): string {
  return forUrls(btoa(utf8AsLatin1(text)));
}

function forUrls(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @returns `null` when the text is not base64 for URLs */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
