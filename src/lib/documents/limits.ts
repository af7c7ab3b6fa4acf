/** Conditions of one query, those of `_where` included. A list of equal or unequal values is one condition. */
export const MAX_CONDITIONS = 30;

/** Levels of `and` and `or` in `_where`. */
export const MAX_WHERE_DEPTH = 5;

/** Characters of one text that is searched in others: the trigram index reads long ones in quadratic time. */
export const MAX_NEEDLE = 64;

/** Fields of `_sort`. */
export const MAX_SORT_KEYS = 8;

/** Names in `_fields`. */
export const MAX_FIELDS = 100;

/** Relations of `_embed` and `_expand` together. SQLite's functions take at most 32 arguments on D1. */
export const MAX_RELATIONS = 8;

/**
 * Characters of the names of filters, `_where`, `_sort` and `_fields` together. D1 limits a statement to 100,000 bytes
 * (https://developers.cloudflare.com/d1/platform/limits/), and a name stands in it up to eight times.
 */
export const MAX_NAMES_LENGTH = 2_000;

/** Documents that one request writes. */
export const MAX_DOCUMENTS = 1_000;

/** Bytes of a stored document. D1 accepts rows of 2,000,000 (https://developers.cloudflare.com/d1/platform/limits/). */
export const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** Bytes of all documents of one request. */
export const MAX_DOCUMENTS_BYTES = 8_000_000;

/** Bytes of the documents of one response, related ones included. A longer page ends early. */
export const MAX_RESPONSE_BYTES = 8_000_000;

/** Documents of one response. */
export const MAX_LIMIT = 10_000;
