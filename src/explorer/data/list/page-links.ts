import { parseLinks } from '../../request/link-header.ts';

/** The queries of other pages by the relations of the `Link` header of a list. */
export function pageLinks(headers: Headers): ReadonlyMap<string, URLSearchParams> {
  return new Map(
    parseLinks(headers).map(({ relation, target }) => [
      relation,
      new URL(target, 'http://localhost').searchParams,
    ]),
  );
}
