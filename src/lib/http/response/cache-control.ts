/** The directives of `Cache-Control` or a targeted header (RFC 9213), by name in lower case (RFC 9111 section 5.2). */
export function parseDirectives(header: string): Map<string, string> {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  return new Map(
    parts.map(([name = '', value = '']) => [name.trim().toLowerCase(), value.replaceAll('"', '')]),
  );
}
