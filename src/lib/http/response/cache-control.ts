/** The directives of a `Cache-Control` or one of its kin, by name in lower case (RFC 9111 section 5.2). */
export function parseDirectives(header: string): Map<string, string> {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  return new Map(
    parts.map(([name = '', value = '']) => [name.trim().toLowerCase(), value.replaceAll('"', '')]),
  );
}
