import { type Exchange, receivedOf } from '../request/exchange.ts';
import { sendRequest } from '../request/send-request.ts';
import { fieldsOfList, type IndexNote, indexNoteOf } from './index-note.ts';

/** Asks for the indexes of a collection only where a list used fields that may have none. */
export async function readIndexNote(exchange: Exchange): Promise<IndexNote | null> {
  const list = fieldsOfList(exchange.draft.path);
  if (list === null || exchange.draft.method !== 'GET' || indexNoteOf(exchange, []) === null) return null;
  const answer = receivedOf(await sendRequest({ method: 'GET', path: '/api' }));
  if (answer === null || answer.status !== 200 || typeof answer.body !== 'string') return null;
  const entries = JSON.parse(answer.body) as { name: string; indexes?: string[][] }[];
  const indexes = entries.find(({ name }) => name === list.collection)?.indexes;
  return indexes === undefined ? null : indexNoteOf(exchange, indexes);
}
