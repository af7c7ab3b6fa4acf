/** A tag that is longer than 1,024 characters is dropped without a word (workers/cache/purge). */
const MAX_PART = 500;

/** Lower-case letters, digits and what cannot be misread in a list of tags; other bytes are written `%xx`. */
const LITERAL = /[a-z0-9._~-]/;

/** The tag of every answer that shows documents of this collection as a list. */
export function collectionTag(collection: string): string {
  return encode(collection);
}

/** The tag of every answer that shows this document, or that it is missing. The id is compared as a string. */
export function documentTag(collection: string, id: string | number): string {
  return `${encode(collection)}/${encode(String(id))}`;
}

/** The tags that a write of this document purges: of the document, and of the lists of its collection. */
export function writtenTags(collection: string, id: string | number): string[] {
  return [documentTag(collection, id), collectionTag(collection)];
}

/**
 * Cloudflare compares tags without regard to case, so capitals are encoded too: `a` and `A` stay two tags. Of a longer
 * name only the beginning counts: documents that share it are purged together.
 */
function encode(name: string): string {
  const bytes = new TextEncoder().encode(name);
  const encoded = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return LITERAL.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
  });
  return encoded.join('').slice(0, MAX_PART);
}
