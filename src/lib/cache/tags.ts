import { toHex } from '../http/digest.ts';

/**
 * Cloudflare silently drops tags of more than 1,024 characters, and a tag has at most two parts:
 * https://developers.cloudflare.com/workers/cache/purge/
 */
const MAX_PART_CHARACTERS = 500;

/** The characters that cannot be misread in a list of tags. Other bytes are written as `%xx`. */
const LITERAL = /[a-z0-9._~-]/;
const ONLY_LITERALS = /^[a-z0-9._~-]*$/;

/** The tag of a page that no cache may store. An encoded name never contains `*`. */
export const UNSTORED = '*';

/** Returns the tag of every response that lists documents of this collection. */
export function collectionTag(collection: string): string {
  return encode(collection);
}

/** Returns the tag of every response that shows this document or its absence. Ids are compared as strings. */
export function documentTag(collection: string, id: string | number): string {
  return `${encode(collection)}/${encode(String(id))}`;
}

/** Returns the tags of a response that shows this document or its absence. */
export function documentTags(collection: string, id: string | number): string[] {
  return [documentTag(collection, id), everyDocumentTag(collection)];
}

/**
 * The most documents of one write that are purged one by one. Other writes share the 100 tags of a purge call:
 * https://developers.cloudflare.com/cache/how-to/purge-cache/#availability-and-limits
 */
const MAX_DOCUMENT_TAGS = 20;

/** Returns the tags that a write of these documents purges: those of the documents and of the lists of their collection. */
export function writtenTags(collection: string, ids: readonly (string | number)[]): string[] {
  const documents =
    ids.length > MAX_DOCUMENT_TAGS
      ? [everyDocumentTag(collection)]
      : ids.map((id) => documentTag(collection, id));
  return [...documents, collectionTag(collection)];
}

/** Returns the tags that purge every response that shows the collection. */
export function everyTag(collection: string): string[] {
  return [everyDocumentTag(collection), collectionTag(collection)];
}

/** Returns the tag of every response that has a `documentTag` of the collection. An encoded id is never `*`. */
function everyDocumentTag(collection: string): string {
  return `${encode(collection)}/*`;
}

/**
 * Cloudflare compares tags without regard to case, so capitals are encoded too: `a` and `A` stay two tags. A long name is
 * cut, so that documents with the same beginning are purged together.
 */
function encode(name: string): string {
  if (ONLY_LITERALS.test(name)) return name.slice(0, MAX_PART_CHARACTERS);
  const bytes = new TextEncoder().encode(name);
  const encoded = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return LITERAL.test(character) ? character : `%${toHex([byte])}`;
  });
  return encoded.join('').slice(0, MAX_PART_CHARACTERS);
}
