import CachePolicy from 'http-cache-semantics';

export interface TierRequest {
  path: string;
  headers: Record<string, string>;
}
export interface TierResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}
export type Forward = (request: TierRequest) => Promise<TierResponse>;

/** The simulated time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: number;
}

interface StoredResponse {
  policy: CachePolicy;
  response: TierResponse;
}

/**
 * One tier of the edge: a shared cache by RFC 9111 with purge by tag. It uses none of Perigee's cache code, so that it
 * does not repeat a mistake of that code.
 */
export class Tier {
  readonly #forward: Forward;
  readonly #Policy: typeof CachePolicy;
  readonly #stored = new Map<string, StoredResponse>();
  readonly #pathsByTag = new Map<string, Set<string>>();

  constructor(clock: Clock, forward: Forward) {
    this.#forward = forward;
    this.#Policy = class extends CachePolicy {
      now(): number {
        return clock.now;
      }
    };
  }

  /** Responds from the cache if the directives allow it, otherwise from the next tier. */
  readonly fetch: Forward = async (request) => applyCondition(request, await this.#read(request.path));

  purge(tags: readonly string[]): void {
    for (const tag of tags) {
      for (const path of this.#pathsByTag.get(tag) ?? []) this.#stored.delete(path);
      this.#pathsByTag.delete(tag);
    }
  }

  async #read(path: string): Promise<TierResponse> {
    const stored = this.#stored.get(path);
    if (stored === undefined) return this.#store(path, await this.#forward({ path, headers: {} }));
    const { response, revalidation } = stored.policy.evaluateRequest(policyRequest(path));
    if (revalidation === undefined) return { ...stored.response, headers: textHeaders(response.headers) };
    // A background revalidation ends before the next event of the simulation.
    const revalidated = await this.#revalidate(path, stored, textHeaders(revalidation.headers));
    return response === undefined
      ? revalidated
      : { ...stored.response, headers: textHeaders(response.headers) };
  }

  async #revalidate(
    path: string,
    stored: StoredResponse,
    headers: Record<string, string>,
  ): Promise<TierResponse> {
    const response = await this.#forward({ path, headers });
    if (response.status !== 304) return this.#store(path, response);
    const { policy } = stored.policy.revalidatedPolicy(policyRequest(path), policyResponse(response));
    stored.policy = policy;
    return { ...stored.response, headers: textHeaders(policy.responseHeaders()) };
  }

  #store(path: string, response: TierResponse): TierResponse {
    const policy = new this.#Policy(policyRequest(path), policyResponse(response));
    if (!policy.storable()) {
      throw new Error(`The response to ${path} with the status ${response.status} is not storable.`);
    }
    this.#stored.set(path, { policy, response });
    for (const tag of response.headers['cache-tag']?.split(',') ?? []) {
      const paths = this.#pathsByTag.get(tag) ?? new Set();
      this.#pathsByTag.set(tag, paths.add(path));
    }
    return response;
  }
}

function policyRequest(path: string): CachePolicy.HttpRequest {
  return { url: path, method: 'GET', headers: {} };
}

/** Returns the response with Cloudflare's own header as `Cache-Control`, which the library obeys. */
function policyResponse({ status, headers }: TierResponse): CachePolicy.HttpResponse {
  const directives = headers['cloudflare-cdn-cache-control'] ?? headers['cache-control'] ?? '';
  return { status, headers: { ...headers, 'cache-control': directives } };
}

/** Returns a 304 if the request names the entity tag of the response. */
function applyCondition({ headers }: TierRequest, response: TierResponse): TierResponse {
  const etag = headers['if-none-match'];
  return etag !== undefined && etag === response.headers['etag']
    ? { ...response, status: 304, body: '' }
    : response;
}

function textHeaders(headers: CachePolicy.Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
