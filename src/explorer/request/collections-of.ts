import type { CollectionEntry } from '../../lib/documents/collection-entry.ts';
import { type Exchange, jsonOf, receivedOf } from './exchange.ts';

/** The collections of a response of `GET /api`; `null` for any other outcome. */
export function collectionsOf(exchange: Exchange | null): CollectionEntry[] | null {
  const received = exchange === null ? null : receivedOf(exchange);
  if (received === null || received.status >= 400) return null;
  const value = jsonOf(received);
  return Array.isArray(value) ? (value as CollectionEntry[]) : null;
}
