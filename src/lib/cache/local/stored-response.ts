import type CachePolicy from 'http-cache-semantics';
import { type CacheStatus, deliver } from './client-response.ts';
import { freshnessOf } from './freshness.ts';

interface ResponseHead {
  status: number;
  headers: Headers;
}

/** The header fields that describe the stored body. A 304 does not replace them (RFC 9111 section 3.2). */
const BODY_FIELDS = new Set(['content-encoding', 'content-length', 'content-range', 'content-type']);

/** Estimated bytes of a stored response besides its strings and body. */
const OVERHEAD_BYTES = 2048;

/** The library compares no request headers here: the cache key and `isVariantFor` select the response. */
const ANY_REQUEST: CachePolicy.HttpRequest = { headers: {} };

/** One stored variant of a resource. */
export class StoredResponse {
  /** In lower case, because Cloudflare compares tags without regard to case. */
  readonly tags: ReadonlySet<string>;
  readonly bytes: number;
  readonly #head: ResponseHead;
  readonly #body: Uint8Array<ArrayBuffer>;
  readonly #freshness: CachePolicy;
  /** The request headers that `Vary` names, with their values. */
  readonly #selectors: ReadonlyMap<string, string>;

  constructor(request: Request, head: ResponseHead, body: Uint8Array<ArrayBuffer>, freshness: CachePolicy) {
    this.#head = head;
    this.#body = body;
    this.#freshness = freshness;
    this.tags = new Set(listOf(head.headers, 'cache-tag'));
    this.#selectors = new Map(listOf(head.headers, 'vary').map((name) => [name, selector(request, name)]));
    // Header fields are stored twice, once in `freshness`. A string takes up to two bytes per code unit.
    const codeUnits = 2 * lengthOf(head.headers) + lengthOf(this.#selectors);
    this.bytes = body.length + 2 * codeUnits + OVERHEAD_BYTES;
  }

  /** Whether the request has the header values that selected this variant (RFC 9111 section 4.1). */
  isVariantFor(request: Request): boolean {
    return [...this.#selectors].every(([name, value]) => selector(request, name) === value);
  }

  isFresh(): boolean {
    return !this.#freshness.stale();
  }

  /** Whether the stale response may be served while it is revalidated (RFC 5861 section 3). */
  isUsableWhileRevalidating(): boolean {
    return this.#freshness.evaluateRequest(ANY_REQUEST).response !== undefined;
  }

  /** Whether the stale response may be served instead of an error (RFC 5861 section 4). */
  isUsableOnError(): boolean {
    const { policy } = this.#freshness.revalidatedPolicy(ANY_REQUEST, { status: 500, headers: {} });
    return policy === this.#freshness;
  }

  /** Returns the header fields that make a request conditional on this response (RFC 9111 section 4.3.1). */
  preconditions(): [name: string, value: string][] {
    const headers = this.#freshness.revalidationHeaders(ANY_REQUEST);
    return Object.entries(headers).map(([name, value]) => [name, String(value)]);
  }

  /**
   * Returns this response with the header fields of a 304 (RFC 9111 section 4.3.4).
   *
   * @returns `null` when the 304 has another entity tag or forbids storing
   */
  freshen(Policy: typeof CachePolicy, request: Request, { headers }: Response): StoredResponse | null {
    const update = { status: 304, headers: Object.fromEntries(headers) };
    if (!this.#freshness.revalidatedPolicy(ANY_REQUEST, update).matches) return null;
    // The library updates only fields that the stored response has; RFC 9111 section 3.2 adds the others too.
    const merged = new Headers(this.#head.headers);
    for (const [name, value] of headers) if (!BODY_FIELDS.has(name)) merged.set(name, value);
    const head = { status: this.#head.status, headers: merged };
    const freshness = freshnessOf(Policy, request, head);
    return freshness && new StoredResponse(request, head, this.#body, freshness);
  }

  /** Returns the response as this request receives it. */
  respondTo(request: Request, cacheStatus: CacheStatus): Response {
    const headers = new Headers(this.#head.headers);
    headers.set('age', String(Math.floor(this.#freshness.age())));
    return deliver({ status: this.#head.status, headers, body: this.#body }, request, cacheStatus);
  }
}

function listOf(headers: Headers, name: string): string[] {
  const parts = (headers.get(name) ?? '').split(',').map((part) => part.trim().toLowerCase());
  return parts.filter((part) => part !== '');
}

/** The local runtime has the host of a request only in its URL. */
function selector(request: Request, header: string): string {
  return (header === 'host' ? new URL(request.url).host : request.headers.get(header)) ?? '';
}

function lengthOf(fields: Iterable<[string, string]>): number {
  return Array.from(fields).flat().join('').length;
}
