import { decodeByte, MAX_DECODINGS, PERCENT_ENCODED } from '../../http/request/percent-encoding.ts';

/** Characters that need no percent-encoding (RFC 3986 section 2.3). */
const UNRESERVED = /^[\w.~-]$/;

/**
 * Normalises the percent-encoding of a path: unreserved characters are decoded, other encodings are in capitals
 * (RFC 3986 section 6.2.2).
 */
export function normalizePath(path: string): string {
  return path.replace(PERCENT_ENCODED, (code) => {
    const character = decodeByte(code);
    return UNRESERVED.test(character) ? character : code.toUpperCase();
  });
}

/** A dot segment, also with a parameter that some servers cut off, such as `..;x`. */
const DOT_SEGMENT = /(?:^|[/\\])\.{1,2}(?:;[^/\\]*)?(?:[/\\]|$)/;
/** A backslash or an ASCII control character. Characters above ASCII are bytes of UTF-8 here. */
const MISREAD = /[\\[\p{Cc}--[\u{80}-\u{9f}]]]/v;

/**
 * Whether a server that decodes a path repeatedly could read it as another path. That is a path with a dot segment, a
 * backslash or a control character, encoded any number of times. A path with more layers than are decoded is ambiguous.
 */
export function isAmbiguousPath(path: string): boolean {
  let decoded = path;
  for (let times = 0; times < MAX_DECODINGS; times++) {
    if (DOT_SEGMENT.test(decoded) || MISREAD.test(decoded)) return true;
    const next = decoded.replace(PERCENT_ENCODED, decodeByte);
    if (next === decoded) return false;
    decoded = next;
  }
  return true;
}
