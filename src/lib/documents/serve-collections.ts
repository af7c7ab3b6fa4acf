import { viewOf } from './api-path.ts';
import { collectionEntry } from './collection-entry.ts';
import type { DocumentService } from './document-service.ts';
import { readTotals } from './store/read/read-totals.ts';

/** The contract of the API, for machines and for people (RFC 8631 sections 4.1 and 4.2). */
const SERVICE_LINKS = '</openapi.json>; rel="service-desc", </reference>; rel="service-doc"';

/**
 * `GET /api`: the collections that the caller may read, each with its features and its number of documents.
 *
 * @throws Problem 401 for a refused credential, 503 when D1 fails
 */
export async function getCollections(service: DocumentService): Promise<Response> {
  const { caller, collections } = await viewOf(service);
  if (caller.refusal !== null) throw caller.refusal;
  const totals = await readTotals(service.database, Object.keys(collections));
  const entries = Object.values(collections).map((collection) =>
    collectionEntry(collection, {
      caller,
      collections,
      total: totals.get(collection.name) ?? 0,
      origin: service.url,
    }),
  );
  return Response.json(entries, { headers: { link: SERVICE_LINKS } });
}
