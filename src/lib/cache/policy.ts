/** Seconds: fresh (`maxAge`), then stale while revalidating (`swr`, RFC 5861 section 3). */
export interface Lifetime {
  maxAge: number;
  swr: number;
}

/** One kind of response, and how long caches store it. */
interface PolicyRow {
  /** The responses of this kind, for the docs. */
  title: string;
  /** `never`: not stored at the edge. `asset`: a static file, which the Worker never serves. */
  edge: Lifetime | 'never' | 'asset';
  /** The `Cache-Control` that browsers see. */
  browser: string;
}

/** Seconds that the edge serves a stale response while the Worker fails (RFC 5861 section 4). */
export const STALE_IF_ERROR = 86_400;

/** Browsers store the response and revalidate it for every use (RFC 9111 section 5.2.2.4). */
const REVALIDATE = 'no-cache';
const FIVE_MINUTES = 'public, max-age=300, stale-while-revalidate=86400';

/** No row has `s-maxage`, `must-revalidate` or `proxy-revalidate`: each forbids stale responses at the edge. */
export const POLICY = {
  documents: {
    title: 'a document or a list of documents',
    edge: { maxAge: 60, swr: 600 },
    browser: REVALIDATE,
  },
  missingDocument: {
    title: 'a document that does not exist (404)',
    edge: { maxAge: 5, swr: 0 },
    browser: REVALIDATE,
  },
  contract: {
    title: 'the OpenAPI document of what everyone may see',
    edge: { maxAge: 60, swr: 600 },
    browser: REVALIDATE,
  },
  // The Renderer has its own cache, whose key does not depend on headers or on the spelling of the URL.
  image: { title: 'an image', edge: 'never', browser: FIVE_MINUTES },
  // A page contains its own URL, and the cache key of the edge has no host.
  page: { title: 'a page that the Worker renders', edge: 'never', browser: REVALIDATE },
  staticFile: { title: 'a static file of `public/` or made at build', edge: 'asset', browser: FIVE_MINUTES },
  hashedFile: {
    title: 'a file of `/_astro/`, whose name changes with its content',
    edge: 'asset',
    browser: 'public, max-age=31536000, immutable',
  },
  uncached: {
    title:
      'a write, an error, a private collection, any response to a valid token, `/api`, `/hello`, `/method.json`, `/health.json`',
    edge: 'never',
    browser: 'no-store',
  },
} as const satisfies Record<string, PolicyRow>;

export type ResponseKind = keyof typeof POLICY;

/**
 * The policy of the cache in front of the Renderer, in seconds. An image is stored for as long as its source says, between
 * `minAge` and `maxAge`. A failure is stored for 10 s, so that clients do not repeat it.
 */
export const RENDERER_POLICY = {
  image: { minAge: 3600, maxAge: 30 * 86_400, swr: 86_400, staleIfError: 7 * 86_400 },
  failure: { maxAge: 10, staleIfError: 0 },
} as const;

/** The value of `Cloudflare-CDN-Cache-Control` for a lifetime in seconds. */
export function edgeDirectives(
  lifetime: { maxAge: number; swr?: number; staleIfError: number } | 'never',
): string {
  if (lifetime === 'never') return 'no-store';
  const { maxAge, swr, staleIfError } = lifetime;
  const revalidation = swr === undefined ? '' : `, stale-while-revalidate=${swr}`;
  return `public, max-age=${maxAge}${revalidation}, stale-if-error=${staleIfError}`;
}

/** The tags and lifetimes of the documents that a response shows. */
export interface Shown {
  /** The cache tags that a write purges. */
  tags: readonly string[];
  /** Lifetimes that the collections set; the shortest applies. */
  lifetimes: readonly Partial<Lifetime>[];
}

/** How long the edge may serve a response, or `null` when it must not store it. */
export function edgeLifetime(kind: ResponseKind, lifetimes: Shown['lifetimes']): Lifetime | null {
  const { edge }: PolicyRow = POLICY[kind];
  if (typeof edge === 'string') return null;
  if (lifetimes.length === 0) return edge;
  // A missing document may be created at any moment, so the lifetimes of its collection cannot extend this one.
  const most = kind === 'missingDocument' ? edge : { maxAge: Infinity, swr: Infinity };
  const shortest = (name: keyof Lifetime) =>
    Math.min(most[name], ...lifetimes.map((lifetime) => lifetime[name] ?? edge[name]));
  const maxAge = shortest('maxAge');
  return maxAge === 0 ? null : { maxAge, swr: shortest('swr') };
}

/** Whether the edge may serve a response of this kind to other clients. */
export function isShared(kind: ResponseKind): boolean {
  return typeof POLICY[kind].edge === 'object';
}
