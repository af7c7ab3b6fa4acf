import type { Collection } from '../schema/collection.ts';
import { isDeclared } from './field-reference.ts';

/** Parameters that clients add for themselves: jQuery's and DataTables' cache key, and the callback of JSONP. */
export const IGNORED_PARAMETERS: readonly string[] = ['_', 'callback'];

/**
 * The parameters that have a meaning, under their own names: `id[]` and `id[0]`, as clients write lists, are `id`.
 * Parameters without a name are left out, and those that are ignored unless the schema declares such a field.
 */
export function meaningful(parameters: URLSearchParams, collection: Collection): URLSearchParams {
  const found = new URLSearchParams();
  for (const [written, value] of parameters) {
    const name = written.replace(/\[\d*\]$/, '');
    const isIgnored = IGNORED_PARAMETERS.includes(name) && !isDeclared(collection, name);
    if (name !== '' && !isIgnored) found.append(name, value);
  }
  return found;
}
