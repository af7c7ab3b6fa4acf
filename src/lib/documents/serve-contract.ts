import { isNotModified, readConditions } from '../http/conditional-read.ts';
import { fingerprint } from '../http/digest.ts';
import { pathSegments } from '../http/path-segments.ts';
import { collectionNamed, viewOf } from './api-path.ts';
import { type Contract, visibleContract } from './contract/visible-contract.ts';
import type { DocumentService } from './document-service.ts';

/** The OpenAPI documents that the build has made: of what everyone may see, and of all collections. */
export interface ContractFiles {
  /** @throws Problem 503 when the file cannot be read */
  read: (name: 'public' | 'whole') => Promise<string>;
}

/** `Vary` of a response that depends on the credential, also if the edge stores it for clients without one. */
const BY_CREDENTIAL = { vary: 'Authorization, Cf-Access-Jwt-Assertion' };

/**
 * `GET /openapi.json`: the contract of what the caller may see. Without a credential it is a file of the build.
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
    return fileResponse(request, text, { 'content-type': 'application/json', ...BY_CREDENTIAL });
  }
  const whole = JSON.parse(await files.read('whole')) as Contract;
  const hidden = Object.keys(service.collections).filter((name) => !Object.hasOwn(collections, name));
  return Response.json(visibleContract(whole, caller.scopes, new Set(hidden)), { headers: BY_CREDENTIAL });
}

/**
 * `GET /schemas/{collection}.json`: the JSON Schema of a collection's documents, their id apart.
 *
 * @throws Problem 404 for a collection that the caller may not read
 */
export async function getSchema(request: Request, service: DocumentService): Promise<Response> {
  const view = await viewOf(service);
  const [, file = ''] = pathSegments(service.url.pathname);
  const { access, jsonSchema } = collectionNamed(file.replace(/\.json$/, ''), 'read', view, service);
  const isShared = view.caller.kind === 'anonymous' && access.read === 'public';
  if (isShared) service.cache.as('contract', { tags: [], lifetimes: [] });
  return fileResponse(request, JSON.stringify(jsonSchema), { 'content-type': 'application/schema+json' });
}

/** 200 or 304 with a text that only a deployment changes. */
async function fileResponse(
  request: Request,
  text: string,
  headers: Record<string, string>,
): Promise<Response> {
  const tag = await fingerprint(text, 8);
  const all = { ...headers, etag: `"${tag}"` };
  return isNotModified(readConditions(request.headers), { tag, modified: null })
    ? new Response(null, { status: 304, headers: all })
    : new Response(text, { headers: all });
}
