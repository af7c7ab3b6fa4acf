import { type CacheStatus, deliver } from './deliver.ts';
import { type Freshness, freshnessOf } from './freshness.ts';

/** An answer as the cache holds it: one variant of a resource. Times are in milliseconds. */
export interface StoredAnswer {
  status: number;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
  freshness: Freshness;
  /** Lower-case: Cloudflare compares tags so. */
  tags: ReadonlySet<string>;
  /** The request headers that chose this variant, and their values. */
  vary: ReadonlyMap<string, string>;
  storedAt: number;
}

export function storedAnswer(
  request: Request,
  response: { status: number; headers: Headers },
  body: Uint8Array<ArrayBuffer>,
  freshness: Freshness,
  now: number,
): StoredAnswer {
  const { status, headers } = response;
  const vary = new Map(listOf(headers, 'vary').map((name) => [name, variantValue(request, name)]));
  return {
    status,
    headers,
    body,
    freshness,
    tags: new Set(listOf(headers, 'cache-tag')),
    vary,
    storedAt: now,
  };
}

/** The answer after the Worker has said 304 of it: the old body, the new headers over the old (RFC 9111 section 4.3.4). */
export function freshened(answer: StoredAnswer, notModified: Response, now: number): StoredAnswer | null {
  const freshness = freshnessOf(notModified.headers);
  if (freshness === null) return null;
  const headers = new Headers(answer.headers);
  for (const [name, value] of notModified.headers) headers.set(name, value);
  return { ...answer, headers, freshness, tags: new Set(listOf(headers, 'cache-tag')), storedAt: now };
}

export function isVariantFor(request: Request, answer: StoredAnswer): boolean {
  return [...answer.vary].every(([name, value]) => variantValue(request, name) === value);
}

function ageOf(answer: StoredAnswer, now: number): number {
  return Math.max(0, Math.floor((now - answer.storedAt) / 1000));
}

/** The answer to one request, from what is stored. */
export function respondWith(
  answer: StoredAnswer,
  request: Request,
  status: CacheStatus,
  now: number,
): Response {
  const headers = new Headers(answer.headers);
  headers.set('age', String(ageOf(answer, now)));
  return deliver({ ...answer, headers }, request, status);
}

function listOf(headers: Headers, name: string): string[] {
  const parts = (headers.get(name) ?? '').split(',').map((part) => part.trim().toLowerCase());
  return parts.filter((part) => part !== '');
}

/** The local runtime has the host of a request in its URL only. */
function variantValue(request: Request, header: string): string {
  return (header === 'host' ? new URL(request.url).host : request.headers.get(header)) ?? '';
}
