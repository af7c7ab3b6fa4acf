/** A path on an origin, or why a text is none. */
export type OwnPath = { path: string } | { refusal: string };

const OTHER_ORIGIN = /^([a-z][a-z0-9+.-]*:|[/\\]{2})/i;

/**
 * Reads what a person typed, or a link named, as a path on this origin. A URL of the origin is its path. The fragment is
 * dropped: no request has one.
 */
export function ownPath(text: string, origin: string): OwnPath {
  const typed = text.trim();
  const written = typed.startsWith(`${origin}/`) ? typed.slice(origin.length) : typed;
  const elsewhere = `${typed} is not on this origin; allowed: a path of ${origin}, such as /api/users.`;
  if (OTHER_ORIGIN.test(written)) return { refusal: elsewhere };
  if (!written.startsWith('/')) {
    return { refusal: `The path must begin with /, such as /api/users; it is ${JSON.stringify(typed)}.` };
  }
  // A parser removes tabs and line ends, and takes a backslash for a slash (https://url.spec.whatwg.org/#url-parsing).
  const url = URL.parse(written, origin);
  if (url === null || url.origin !== origin) return { refusal: elsewhere };
  return { path: written.replace(/#.*$/s, '') };
}

/** The URL of a path on an origin. Unlike with `new URL(path, origin)`, no path leads to another host or throws. */
export function urlOfPath(path: string, origin: string): URL {
  return new URL(`${origin}${path.startsWith('/') ? '' : '/'}${path}`);
}
