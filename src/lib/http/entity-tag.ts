import { Problem } from './problem.ts';

/** The tags of an `If-Match` or `If-None-Match`, without quotes and without `W/`, or `any` for `*`. */
export type EntityTags = readonly string[] | 'any';

/** A client that holds more states of one resource than this is not one. */
const MAX_TAGS = 50;

/** RFC 9110 section 8.8.3: an opaque tag may hold commas, but no quotes. */
const TAG = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

/**
 * Reads a list of entity tags (RFC 9110 sections 13.1.1 and 13.1.2). Weak and strong ones compare alike, also for
 * `If-Match`: Cloudflare weakens a strong tag when it compresses, and the client has no other to send.
 *
 * @returns `null` when the header is not there
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

/** Does an `If-None-Match` name this entity tag, which is spelled as a response has it? */
export function matchesNone(ifNoneMatch: string | null, etag: string | null): boolean {
  const tags = parseEntityTags(ifNoneMatch);
  const [tag] = parseEntityTags(etag) ?? [];
  return tags !== null && tag !== undefined && (tags === 'any' || tags.includes(tag));
}

/** Does the client hold this state already (RFC 9110 section 13.2.2)? Time only counts where it sent no tags. */
export function isNotModified(headers: Headers, tag: string, modified: number | null): boolean {
  const tags = parseEntityTags(headers.get('if-none-match'));
  if (tags !== null) return tags === 'any' || tags.includes(tag);
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  // HTTP dates have whole seconds.
  return modified !== null && Math.floor(modified / 1000) * 1000 <= since;
}
