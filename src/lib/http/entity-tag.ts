import { Problem } from './problem/problem.ts';

/** The opaque tags of an `If-Match` or `If-None-Match`, without quotes and `W/`, or `any` for `*`. */
export type EntityTags = readonly string[] | 'any';

/** More tags than any real client sends. */
const MAX_TAGS = 50;

/** RFC 9110 section 8.8.3: an opaque tag may contain commas, but no quotes. */
const TAG = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

/**
 * Reads a list of entity tags (RFC 9110 sections 13.1.1 and 13.1.2). Weak and strong tags compare equal, for
 * `If-Match` too: Cloudflare weakens a strong tag when it compresses, and the client then has no other tag to send.
 *
 * @returns `null` when the header is absent
 * @throws Problem 400 for more than 50 tags
 */
export function parseEntityTags(header: string | null): EntityTags | null {
  if (header === null) return null;
  if (header.trim() === '*') return 'any';
  const tags = Array.from(header.matchAll(TAG), ([, tag = '']) => tag);
  if (tags.length > MAX_TAGS)
    throw new Problem(
      'bad-header',
      `The header has ${tags.length} entity tags; at most ${MAX_TAGS} are allowed.`,
    );
  return tags;
}

/** Writes tags as the header that `parseEntityTags` reads. */
export function writeEntityTags(tags: EntityTags): string {
  return tags === 'any' ? '*' : tags.map((tag) => `"${tag}"`).join(', ');
}

/** The opaque tag of an `ETag` header (RFC 9110 section 8.8.3), or `null` without one. */
export function opaqueTag(etag: string | null): string | null {
  const tags = parseEntityTags(etag);
  return tags === null || tags === 'any' ? null : (tags[0] ?? null);
}
