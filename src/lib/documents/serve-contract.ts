import { fingerprint } from '../http/digest.ts';
import { isNotModified, readConditions } from '../http/request/conditional-read.ts';
import { pathSegments } from '../http/request/path-segments.ts';
import { collectionNamed, viewOf } from './api-path.ts';
import { type Contract, visibleContract } from './contract/visible-contract.ts';
import type { DocumentService } from './document-service.ts';

/** The OpenAPI documents of the build. `public` describes what everyone may read, `whole` describes all collections. */
export interface ContractFiles {
  /** @throws Problem 503 when the file cannot be read */
  read: (name: 'public' | 'whole') => Promise<string>;
}

/** `Vary` of a response that depends on the credential. The edge stores the one for anonymous callers. */
const BY_CREDENTIAL = { vary: 'Authorization, Cf-Access-Jwt-Assertion' };

/**
 * `GET /openapi.json`: the contract of what the caller may do. Without a credential it is a file of the build.
 *
 * @throws Problem 401 for a refused credential
 */
export async function getContract(
  request: Request,
  service: DocumentService,
  files: ContractFiles,
): Promise<Response> {
  const { caller, collections } = await viewOf(service);
  if (caller.refusal !== null) throw caller.refusal;
  if (caller.kind === 'anonymous') {
    service.cache.as('contract', { tags: [], lifetimes: [] });
    const text = await files.read('public');
    return fileResponse(request, text);
  }
  const whole = JSON.parse(await files.read('whole')) as Contract;
  const hidden = Object.keys(service.collections).filter((name) => !Object.hasOwn(collections, name));
  return Response.json(visibleContract(whole, caller.scopes, new Set(hidden)), { headers: BY_CREDENTIAL });
}

/**
 * `GET /schemas/{collection}.json`: the JSON Schema of the documents of a private collection, without their `id`. The
 * schema of a public collection is a static file.
 *
 * @throws Problem 404 for a collection that the caller may not read
 */
export async function getSchema(service: DocumentService): Promise<Response> {
  const view = await viewOf(service);
  const [, file = ''] = pathSegments(service.url.pathname);
  const { jsonSchema } = collectionNamed(file.replace(/\.json$/, ''), 'read', view, service);
  return Response.json(jsonSchema, { headers: { 'content-type': 'application/schema+json' } });
}

/** 200 with a file that only a deployment changes, or 304. */
async function fileResponse(request: Request, text: string): Promise<Response> {
  const tag = await fingerprint(text, 8);
  const headers = { 'content-type': 'application/json', etag: `"${tag}"`, ...BY_CREDENTIAL };
  return isNotModified(readConditions(request.headers), { tag, modified: null })
    ? new Response(null, { status: 304, headers })
    : new Response(text, { headers });
}
