/** The queries of other pages by the relations of a `Link` header (RFC 8288) of the API. */
export function pageLinks(header: string | null): ReadonlyMap<string, URLSearchParams> {
  const links = (header ?? '').matchAll(/<([^>]*)>\s*;\s*rel="([^"]*)"/g);
  return new Map(
    Array.from(links, ([, url = '', relation = '']) => [
      relation,
      new URL(url, 'http://localhost').searchParams,
    ]),
  );
}
