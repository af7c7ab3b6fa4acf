/** A query parameter that is not a field, and its row of `docs/api.md`. */
interface ReservedParameter {
  name: string;
  /** Whether a single document allows it too. */
  isSelection: boolean;
  example: string;
  meaning: string;
}

/** Every query parameter that is not a field. `docs/api.md` has this table. */
export const RESERVED_PARAMETERS: readonly ReservedParameter[] = [
  {
    name: '_page',
    isSelection: false,
    example: '_page=2',
    meaning: 'Selects a page. Pages are numbered from 1. `Link` has the URLs of other pages.',
  },
  {
    name: '_limit',
    isSelection: false,
    example: '_page=2&_limit=20',
    meaning: 'Sets the size of a page (default: 10) or the length of a slice (at most 10,000).',
  },
  {
    name: '_per_page',
    isSelection: false,
    example: '_page=2&_per_page=20',
    meaning: 'Selects a page of this size (at most 10,000), and wraps it in an object.',
  },
  {
    name: '_start',
    isSelection: false,
    example: '_start=20&_limit=10',
    meaning: 'Starts a slice, as in `Array.slice`: a negative number counts from the end.',
  },
  {
    name: '_end',
    isSelection: false,
    example: '_start=20&_end=30',
    meaning: 'Ends a slice before this position. A negative number counts from the end.',
  },
  {
    name: '_after',
    isSelection: false,
    example: '_page=2&_limit=20&_after=WzEs…',
    meaning: 'Selects the documents after a cursor. `Link` has the URL as `next`.',
  },
  {
    name: '_before',
    isSelection: false,
    example: '_page=1&_limit=20&_before=WzEs…',
    meaning: 'Selects the documents before a cursor. `Link` has the URL as `prev`.',
  },
  {
    name: '_total',
    isSelection: false,
    example: '_page=1&_total=none',
    meaning:
      '`none` counts nothing and sends no total. `exact` counts all matches and needs a token that may write.',
  },
  {
    name: '_sort',
    isSelection: false,
    example: '_sort=-age,name',
    meaning:
      'Sorts by up to 8 fields, `-` for descending. Numbers sort before strings, and absent values last.',
  },
  {
    name: '_order',
    isSelection: false,
    example: '_sort=name,id&_order=desc,asc',
    meaning:
      'Sets the direction for each field of `_sort` (default: `asc`). `desc` reverses it, absent values included.',
  },
  {
    name: '_where',
    isSelection: false,
    example: '_where={"or":[{"age":{"gte":18}},{"name":"Yan"}]}',
    meaning: 'Filters by a JSON object, with `and` and `or`.',
  },
  {
    name: '_embed',
    isSelection: true,
    example: '_embed=pictures',
    meaning: 'Adds the documents of another collection that refer to this one, here by `userId`.',
  },
  {
    name: '_expand',
    isSelection: true,
    example: '_expand=user',
    meaning: 'Adds the document that this one refers to, here by `userId`.',
  },
  {
    name: '_fields',
    isSelection: true,
    example: '_fields=id,name',
    meaning: 'Returns only these fields of each document.',
  },
  {
    name: '_format',
    isSelection: false,
    example: '_format=csv',
    meaning: '`ndjson` or `csv` streams the list, and `json` does not. Without it, `Accept` decides.',
  },
  {
    name: 'q',
    isSelection: false,
    example: 'q=night',
    meaning: 'Finds documents in which any value, at any depth, contains the text, case-insensitively.',
  },
];

/** Query parameters that select what each document of a response contains. */
export const SELECTIONS: readonly string[] = RESERVED_PARAMETERS.filter(({ isSelection }) => isSelection).map(
  ({ name }) => name,
);

/** The names of query parameters that are not fields. No field of a schema may have one of them. */
export const PARAMETERS: readonly string[] = RESERVED_PARAMETERS.map(({ name }) => name);

/** The id that no document can have, because `/api/{collection}/changes` is a route. */
export const RESERVED_ID = 'changes';

/** The id of the document of a singleton in the database. No client sees it. */
export const SINGLETON_ID = '1';

/** Whether every JavaScript object inherits a member of this name, such as `constructor`. Zod reads it as the value. */
export function isInherited(name: string): boolean {
  return name in {};
}
