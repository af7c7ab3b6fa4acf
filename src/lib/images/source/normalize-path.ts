const UNRESERVED = /^[\w.~-]$/;

/**
 * A path with one spelling for each resource: characters that need no percent-encoding have none, the others have it
 * in capitals (RFC 3986 section 6.2.2).
 */
export function normalisePath(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return UNRESERVED.test(character) ? character : code.toUpperCase();
  });
}

/** A dot segment, also with the parameters that some servers cut off: `..;x`. */
const DOT_SEGMENT = /(?:^|[/\\])\.{1,2}(?:;[^/\\]*)?(?:[/\\]|$)/;
/** Backslashes, and control characters of ASCII; those above it are bytes of UTF-8 here. */
const MISREAD = /[\\[\p{Cc}--[\u{80}-\u{9f}]]]/v;
const MAX_DECODINGS = 8;

/**
 * Whether a server that decodes a path more often than it should could read it as another: by a dot segment, a
 * backslash or a control character, however often they were encoded.
 */
export function isDisguised(path: string): boolean {
  let decoded = path;
  for (let times = 0; times < MAX_DECODINGS; times++) {
    if (DOT_SEGMENT.test(decoded) || MISREAD.test(decoded)) return true;
    const next = decoded.replace(/%[0-9a-f]{2}/gi, (code) =>
      String.fromCharCode(Number.parseInt(code.slice(1), 16)),
    );
    if (next === decoded) return false;
    decoded = next;
  }
  return true;
}
