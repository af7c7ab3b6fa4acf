import { splitSuffix } from '../../lib/documents/query/filter/operator-names.ts';
import { databaseCost, type Exchange, jsonOf, receivedOf } from '../request/exchange.ts';

/** A list that read more than it returned, because no index begins with these fields. */
export interface IndexNote {
  collection: string;
  fields: string[];
  rowsRead: number;
  returned: number;
}

/** The collection and the fields by which a list is filtered and sorted; `null` for any other request. */
export function fieldsOfList(path: string): { collection: string; fields: string[] } | null {
  const [, collection, search = ''] = /^\/api\/(\w+)(?:\?(.*))?$/s.exec(path) ?? [];
  if (collection === undefined) return null;
  const query = new URLSearchParams(search);
  const filtered = [...query.keys()]
    .filter((name) => !name.startsWith('_') && name !== 'q')
    .map((name) => splitSuffix(name).field);
  const sorted = (query.get('_sort') ?? '').split(',').map((name) => name.replace(/^-/, ''));
  const fields = [...filtered, ...sorted].filter((field) => field !== '' && field !== 'id');
  return { collection, fields: [...new Set(fields)] };
}

/**
 * The note for a list that was read from the database, or `null` where every field has an index or none was used.
 *
 * @param indexes the fields of each index of the collection, as `GET /api` lists them
 */
export function indexNoteOf(exchange: Exchange, indexes: readonly (readonly string[])[]): IndexNote | null {
  const list = fieldsOfList(exchange.draft.path);
  const received = receivedOf(exchange);
  if (list === null || received?.status !== 200 || received.headers.has('age')) return null;
  const documents = jsonOf(received);
  const cost = databaseCost(received.headers);
  if (!Array.isArray(documents) || cost === null) return null;
  const fields = list.fields.filter((field) => !indexes.some(([first]) => first === field));
  if (fields.length === 0 || cost.rowsRead <= documents.length) return null;
  return { collection: list.collection, fields, rowsRead: cost.rowsRead, returned: documents.length };
}
