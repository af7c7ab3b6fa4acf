/** What of each document is asked for. */
export const SELECTIONS: readonly string[] = ['_embed', '_expand', '_fields'];

/** The query parameters that name no field. */
export const PARAMETERS: readonly string[] = [
  '_page',
  '_limit',
  '_start',
  '_end',
  '_sort',
  '_order',
  ...SELECTIONS,
  'q',
];
