/** A link of a `Link` header (RFC 8288), as it is written. */
interface WrittenLink {
  relation: string;
  target: string;
}

/** A link that leads to this origin. */
export interface HeaderLink {
  relation: string;
  /** Path and query on this origin. */
  path: string;
}

const LINK = /<([^>]*)>\s*;\s*rel="?([^",;]+)"?/g;

/** The links of a response, wherever they lead. */
export function parseLinks(headers: Headers): WrittenLink[] {
  const found = (headers.get('link') ?? '').matchAll(LINK);
  return Array.from(found, ([, target = '', relation = '']) => ({ relation, target }));
}

/** The links of a response that lead to this origin. */
export function linksOf(headers: Headers, origin: string): HeaderLink[] {
  return parseLinks(headers).flatMap(({ relation, target }) => {
    const url = URL.parse(target, origin);
    return url === null || url.origin !== origin ? [] : [{ relation, path: url.pathname + url.search }];
  });
}
