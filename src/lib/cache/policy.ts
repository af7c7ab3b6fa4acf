import type { APIContext } from 'astro';
import { collectionTag, documentTag } from './tags.ts';

/** For how many seconds the edge answers by itself, and for how many more it does so while it asks for a new answer. */
export interface Lifetime {
  maxAge: number;
  swr: number;
}

/** What an answer shows, which is what a write of it must purge. */
export interface Subject {
  collection: string;
  /** The document that the answer shows, or would if there were one. */
  id?: string | number;
  /** The collections of which the answer shows documents beside its own. */
  embeds?: readonly string[];
}

interface Policy {
  /** `never`: made anew for every request. `asset`: a static file, which never reaches the Worker or its cache. */
  edge: Lifetime | 'never' | 'asset';
  /** The `Cache-Control` that browsers see. */
  browser: string;
  tags?: (subject: Subject) => string[];
}

/** An image is fresh for as long as its source declares, between `minAge` and `maxAge`. In seconds. */
export const IMAGE_EDGE = { minAge: 3600, maxAge: 30 * 86_400, swr: 86_400, staleIfError: 604_800 } as const;

/** A failure of an image is stored briefly, so that not every client repeats it. In seconds. */
export const IMAGE_FAILURE_EDGE = { maxAge: 10, staleIfError: 0 } as const;

/** `Cloudflare-CDN-Cache-Control` for a lifetime in seconds. */
export function edgeDirectives(
  lifetime: { maxAge: number; swr?: number; staleIfError: number } | 'never',
): string {
  if (lifetime === 'never') return 'no-store';
  const { maxAge, swr, staleIfError } = lifetime;
  const revalidation = swr === undefined ? '' : `, stale-while-revalidate=${swr}`;
  return `public, max-age=${maxAge}${revalidation}, stale-if-error=${staleIfError}`;
}

/** For this long a broken Worker or database is hidden behind what the edge holds; in seconds. */
export const STALE_IF_ERROR = 86_400;

const JSON_LIFETIME: Lifetime = { maxAge: 60, swr: 600 };

/** Keep it, but ask each time: with an entity tag that costs a 304 from the edge (RFC 9111 section 5.2.2.4). */
const ASK_EACH_TIME = 'no-cache';

/** A row for every kind of answer. None says `s-maxage`, `must-revalidate` or `proxy-revalidate`: each forbids stale answers. */
export const POLICY = {
  item: { edge: JSON_LIFETIME, browser: ASK_EACH_TIME, tags: tagsOfItem },
  list: { edge: JSON_LIFETIME, browser: ASK_EACH_TIME, tags: tagsOfList },
  embeddedList: { edge: JSON_LIFETIME, browser: ASK_EACH_TIME, tags: tagsOfList },
  nestedList: { edge: JSON_LIFETIME, browser: ASK_EACH_TIME, tags: tagsOfList },
  missingDocument: { edge: { maxAge: 5, swr: 0 }, browser: ASK_EACH_TIME, tags: tagsOfItem },
  // Made of the code alone, and a deployed version has a cache of its own.
  openapi: { edge: { maxAge: 3_600, swr: 86_400 }, browser: ASK_EACH_TIME },
  schema: { edge: 'asset', browser: 'public, max-age=300, stale-while-revalidate=86400' },
  staticFile: { edge: 'asset', browser: 'public, max-age=300, stale-while-revalidate=86400' },
  // The Renderer behind it has a cache, whose key no `Accept` and no spelling of a URL can split.
  picture: { edge: 'never', browser: 'public, max-age=300, stale-while-revalidate=86400' },
  // Pages show the address they were asked at, and the edge's key holds no host.
  page: { edge: 'never', browser: ASK_EACH_TIME },
  hello: { edge: 'never', browser: 'no-store' },
  method: { edge: 'never', browser: 'no-store' },
  health: { edge: 'never', browser: 'no-store' },
  write: { edge: 'never', browser: 'no-store' },
  privateCollection: { edge: 'never', browser: 'no-store' },
  error: { edge: 'never', browser: 'no-store' },
} as const satisfies Record<string, Policy>;

export type AnswerKind = keyof typeof POLICY;

/**
 * Applies the row of this kind to the answer under way; a later call takes the place of an earlier one.
 *
 * @param lifetimes what the collections that it shows say of their answers: the shortest holds
 */
export function cacheAs(
  { cache, locals }: Pick<APIContext, 'cache' | 'locals'>,
  kind: AnswerKind,
  subject?: Subject,
  lifetimes: readonly Partial<Lifetime>[] = [{}],
): void {
  const { edge, tags }: Policy = POLICY[kind];
  locals.answerKind = kind;
  cache.set(false);
  if (typeof edge === 'string') return;
  // A missing document may be there any moment, however long its collection's answers live.
  const most = kind === 'missingDocument' ? edge : { maxAge: Infinity, swr: Infinity };
  const shortest = (name: keyof Lifetime) =>
    Math.min(most[name], ...lifetimes.map((lifetime) => lifetime[name] ?? edge[name]));
  const maxAge = shortest('maxAge');
  if (maxAge === 0) return;
  cache.set({ maxAge, swr: shortest('swr'), tags: subject === undefined ? [] : (tags?.(subject) ?? []) });
}

/** Purges what shows a document that has just been written, and nothing else. */
export async function purgeWritten(
  { cache }: Pick<APIContext, 'cache'>,
  collection: string,
  id: string | number,
): Promise<void> {
  await cache.invalidate({ tags: [documentTag(collection, id), collectionTag(collection)] });
}

/** Whether the edge may give this answer to other requests. */
export function isShared(kind: AnswerKind | undefined): boolean {
  return kind !== undefined && typeof POLICY[kind].edge === 'object';
}

function tagsOfItem({ collection, id = '', embeds = [] }: Subject): string[] {
  return [documentTag(collection, id), ...embeds.map(collectionTag)];
}

function tagsOfList({ collection, embeds = [] }: Subject): string[] {
  return [collection, ...embeds].map(collectionTag);
}
