import { isObject } from '../../../../src/lib/http/json.ts';
import type { SourceDocument } from '../read/entry.ts';

/** A document that is ready to be sent. */
export interface Pending {
  place: string;
  index: number;
  /** The id as text; `null` requests an automatic one. */
  id: string | null;
  /** The document as JSON. */
  text: string;
  bytes: number;
}

/** Documents of one collection that one request creates. */
export interface Batch {
  collection: string;
  documents: Pending[];
  bytes: number;
}

/** The API accepts 1,000 documents and 8 MB per request. Half of the bytes keep the memory of an import small. */
const MAX_DOCUMENTS = 1_000;
const MAX_BODY_BYTES = 4_000_000;

export function pendingOf({ value, place, index }: SourceDocument): Pending {
  const id = isObject(value) ? value['id'] : undefined;
  const text = JSON.stringify(value);
  return {
    place,
    index,
    id: id === undefined || id === null || id === '' ? null : String(id),
    text,
    bytes: Buffer.byteLength(text),
  };
}

/** Whether one more document fits into the request of a batch. */
export function fits({ documents, bytes }: Batch, next: Pending): boolean {
  return documents.length < MAX_DOCUMENTS && bytes + next.bytes + documents.length + 2 <= MAX_BODY_BYTES;
}
