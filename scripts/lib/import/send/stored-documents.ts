import { isObject } from '../../../../src/lib/http/json.ts';
import { send, type WorkerApi } from '../../worker-api/worker-api.ts';

/** The most ids of one request, and the most characters of its query. A URL has at most 16 kB. */
const MAX_IDS = 100;
const MAX_QUERY_LENGTH = 6_000;

/** The stored documents with these ids, by their id as text. */
export async function storedDocuments(
  target: WorkerApi,
  collection: string,
  ids: readonly string[],
): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  const add = (documents: unknown) => {
    for (const document of Array.isArray(documents) ? documents : [documents]) {
      if (isObject(document) && 'id' in document) found.set(String(document['id']), document);
    }
  };
  for (const query of queriesOf(ids)) {
    const { status, body } = await send(target, 'GET', `/api/${collection}?${query}&_limit=${MAX_IDS}`);
    if (status === 200) add(body);
  }
  // A response has at most 8 MB, so some documents may be missing.
  for (const id of ids.filter((one) => !found.has(one))) {
    const { status, body } = await send(target, 'GET', `/api/${collection}/${encodeURIComponent(id)}`);
    if (status === 200) add(body);
  }
  return found;
}

function queriesOf(ids: readonly string[]): string[] {
  const queries: string[][] = [];
  let length = 0;
  for (const id of ids) {
    const parameter = `id=${encodeURIComponent(id)}`;
    length += parameter.length + 1;
    const last = queries.at(-1);
    if (last === undefined || last.length >= MAX_IDS || length > MAX_QUERY_LENGTH) {
      queries.push([parameter]);
      length = parameter.length + 1;
    } else last.push(parameter);
  }
  return queries.map((parameters) => parameters.join('&'));
}
