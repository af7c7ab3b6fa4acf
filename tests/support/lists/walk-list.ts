import { listResponse } from '../../../src/lib/documents/document-responses.ts';
import { parseListQuery } from '../../../src/lib/documents/query/parse-query.ts';
import type { Collection, Collections } from '../../../src/lib/documents/schema/collection.ts';
import { readList } from '../../../src/lib/documents/store/read/read-list.ts';
import { addressOf } from '../../../src/lib/http/request/url-parameters.ts';
import { newMeter } from '../../../src/lib/http/response/server-timing.ts';
import type { Doc } from './reference-list.ts';

/** A page of a list as a client sees it. */
export interface ListPage {
  ids: string[];
  /** The URL of each relation of `Link`. */
  links: Partial<Record<'first' | 'prev' | 'next' | 'last', string>>;
  /** `X-Total-Count`. */
  total: string | null;
  rowsRead: number;
}

/** Reads pages of a collection that the built Worker does not have, and follows their links. */
export function pageReader(d1: D1Database, collection: Collection, collections: Collections) {
  return async (search: string): Promise<ListPage> => {
    const url = new URL(search, 'https://perigee.example/api/list');
    const query = parseListQuery(url.searchParams, collection, collections);
    const meter = newMeter();
    const list = await readList({ d1, meter }, collection, query, { known: [], isTrusted: false });
    const response = listResponse(addressOf(url), collection, query, list);
    const body = (await response.json()) as Doc[] | { data: Doc[] };
    const documents = Array.isArray(body) ? body : body.data;
    const found = response.headers.get('link')?.matchAll(/<(https?:[^>]+)>; rel="(\w+)"/g) ?? [];
    return {
      ids: documents.map(({ id }) => String(id)),
      links: Object.fromEntries(Array.from(found, ([, target, relation]) => [relation, target])),
      total: response.headers.get('x-total-count'),
      rowsRead: meter.rowsRead,
    };
  };
}

/** Reads a page and all pages that the relation leads to, one after the other. */
export async function followLinks(
  read: (search: string) => Promise<ListPage>,
  start: string,
  relation: 'next' | 'prev',
  between: (page: ListPage) => Promise<void> = async () => {},
): Promise<ListPage[]> {
  const pages: ListPage[] = [];
  for (let url: string | undefined = start; url !== undefined; url = pages.at(-1)?.links[relation]) {
    if (pages.length > 100) throw new Error(`${relation} does not end from ${start}`);
    const page = await read(url);
    pages.push(page);
    await between(page);
  }
  return pages;
}
