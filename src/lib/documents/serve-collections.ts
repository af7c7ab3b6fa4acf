import { viewOf } from './api-path.ts';
import type { DocumentService } from './document-service.ts';

/** The contract of the API, for machines and for people (RFC 8631 sections 4.1 and 4.2). */
const SERVICE_LINKS = '</openapi.json>; rel="service-desc", </reference>; rel="service-doc"';

/**
 * `GET /api`: the collections that the caller may read. It reads no documents.
 *
 * @throws Problem 401 for a refused credential
 */
export async function getCollections(service: DocumentService): Promise<Response> {
  const { caller, collections } = await viewOf(service);
  if (caller.refusal !== null) throw caller.refusal;
  const href = (path: string) => new URL(path, service.url).href;
  return Response.json(
    Object.values(collections).map(({ name }) => ({
      name,
      url: href(`/api/${name}`),
      schema: href(`/schemas/${name}.json`),
    })),
    { headers: { link: SERVICE_LINKS } },
  );
}
