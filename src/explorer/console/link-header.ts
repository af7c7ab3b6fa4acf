/** A link of a `Link` header (RFC 8288). */
export interface HeaderLink {
  relation: string;
  /** Path and query on this origin. */
  path: string;
}

const LINK = /<([^>]*)>\s*;\s*rel="?([^",;]+)"?/g;

/** The links of a response that lead to this origin. */
export function linksOf(headers: Headers, origin: string): HeaderLink[] {
  return [...(headers.get('link') ?? '').matchAll(LINK)].flatMap(([, target = '', relation = '']) => {
    const url = URL.parse(target, origin);
    return url === null || url.origin !== origin ? [] : [{ relation, path: url.pathname + url.search }];
  });
}
