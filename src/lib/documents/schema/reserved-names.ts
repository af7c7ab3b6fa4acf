/** Query parameters that select what each document of a response contains. */
export const SELECTIONS: readonly string[] = ['_embed', '_expand', '_fields'];

/** Query parameters that are not fields. No schema may name a field like one of them. */
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
