import type { Collection } from '../schema/collection.ts';
import { parseFieldPath } from '../schema/field-path.ts';
import { isDeclared, isDeclaredPath } from './field-reference.ts';
import { formOf, isOperatorName, OPERATOR_RULE } from './filter/operator-names.ts';
import { parameterError } from './parameter-error.ts';

/** Parameters that clients add for themselves: the cache buster of jQuery and DataTables, and the callback of JSONP. */
const IGNORED_PARAMETERS: readonly string[] = ['_', 'callback'];

/** The parameters of a query, in order. Each method of `URLSearchParams` would be a call out of JavaScript. */
export class QueryParameters implements Iterable<[name: string, value: string]> {
  readonly #entries: readonly [name: string, value: string][];

  constructor(entries: readonly [name: string, value: string][]) {
    this.#entries = entries;
  }

  [Symbol.iterator](): Iterator<[name: string, value: string]> {
    return this.#entries[Symbol.iterator]();
  }

  /** Each name once. */
  names(): string[] {
    return [...new Set(this.#entries.map(([name]) => name))];
  }

  /** All values of a name. */
  getAll(name: string): string[] {
    return this.#entries.filter(([other]) => other === name).map(([, value]) => value);
  }
}

/**
 * Normalizes the names of parameters: `id[]` and `id[0]`, as clients write lists, are `id`, and `address[city]` is
 * `address.city`. Drops parameters without a name, and `IGNORED_PARAMETERS` that are not declared fields.
 *
 * @throws Problem 400 for an operator in brackets
 */
export function meaningful(
  parameters: Iterable<[name: string, value: string]>,
  collection: Collection,
): QueryParameters {
  const found: [name: string, value: string][] = [];
  for (const [written, value] of parameters) {
    const name = written.replace(/\[\d*\]$/, '').replace(/\[([^[\]]+)\]/g, '.$1');
    const isIgnored = IGNORED_PARAMETERS.includes(name) && !isDeclared(collection, name);
    if (name === '' || isIgnored) continue;
    if (name.includes('.')) refuseOperatorInBrackets(written, value, name, collection);
    found.push([name, value]);
  }
  return new QueryParameters(found);
}

/** Refuses `age[gte]=18`, which would be a filter on a field `age.gte`. */
function refuseOperatorInBrackets(
  written: string,
  value: string,
  name: string,
  collection: Collection,
): void {
  const [, field, operator = ''] = /^(.+)\[([^[\]]+)\](?:\[\d*\])?$/.exec(written) ?? [];
  const path = parseFieldPath(name);
  if (!isOperatorName(operator) || (path !== null && isDeclaredPath(collection, path))) return;
  throw parameterError(
    written,
    value,
    formOf(`:${operator}`) ? `an operator is written ${field}:${operator}` : OPERATOR_RULE,
  );
}
