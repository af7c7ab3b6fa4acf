/** Maximum conditions of one query, including those of `_where`. A list of equal or unequal values is one condition. */
export const MAX_CONDITIONS = 30;

/** Maximum levels of `and` and `or` in `_where`. */
export const MAX_WHERE_DEPTH = 5;

/** Maximum characters of a text to search for: the trigram index reads a long one in quadratic time. */
export const MAX_NEEDLE = 64;

/** Maximum fields of `_sort`. */
export const MAX_SORT_KEYS = 8;

/** Maximum names in `_fields`. */
export const MAX_FIELDS = 100;

/** Maximum relations of `_embed` and `_expand` together. On D1, a function of SQLite takes at most 32 arguments. */
export const MAX_RELATIONS = 8;

/**
 * Maximum characters of the names of filters, `_where`, `_sort` and `_fields` together. D1 limits a statement to 100,000 bytes
 * (https://developers.cloudflare.com/d1/platform/limits/), and a name occurs in it up to eight times.
 */
export const MAX_NAMES_LENGTH = 2_000;

/** Maximum documents that one request writes. */
export const MAX_DOCUMENTS = 1_000;

/** Maximum bytes of a stored document. D1 accepts rows of 2,000,000 (https://developers.cloudflare.com/d1/platform/limits/). */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** Maximum bytes of all documents of one request. */
export const MAX_DOCUMENTS_BYTES = 8_000_000;

/** Maximum bytes of the documents of one response, including related ones. A longer page ends early. */
export const MAX_RESPONSE_BYTES = 8_000_000;

/** Maximum documents of one response. */
export const MAX_LIMIT = 10_000;
