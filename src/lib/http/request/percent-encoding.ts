/** One percent-encoded byte (RFC 3986 section 2.1). */
export const PERCENT_ENCODED = /%[0-9a-f]{2}/gi;

/** Layers of percent-encoding that are removed from a path. No client needs more. */
export const MAX_DECODINGS = 8;

/** Decodes one byte to the character with its number, such as `%2f` to `/`. A byte above ASCII is part of UTF-8. */
export function decodeByte(code: string): string {
  return String.fromCharCode(Number.parseInt(code.slice(1), 16));
}
