import { collectionsOf } from '../request/collections-of.ts';
import type { Exchange } from '../request/exchange.ts';
import { sendRequest } from '../request/send-request.ts';
import { fieldsOfList, type IndexNote, indexNoteOf } from './index-note.ts';

/** Asks for the indexes of a collection only where a list used fields that may have none. */
export async function readIndexNote(exchange: Exchange): Promise<IndexNote | null> {
  const list = fieldsOfList(exchange.draft.path);
  if (list === null || exchange.draft.method !== 'GET' || indexNoteOf(exchange, []) === null) return null;
  const entries = collectionsOf(await sendRequest({ method: 'GET', path: '/api' })) ?? [];
  const indexes = entries.find(({ name }) => name === list.collection)?.indexes;
  return indexes === undefined ? null : indexNoteOf(exchange, indexes);
}
