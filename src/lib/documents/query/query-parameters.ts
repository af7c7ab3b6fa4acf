import type { Collection } from '../schema/collection.ts';
import { parseFieldPath } from '../schema/field-path.ts';
import { isDeclared, isDeclaredPath } from './field-reference.ts';
import { formOf, isOperatorName, OPERATOR_RULE } from './filter/operator-names.ts';
import { parameterError } from './parameter-error.ts';

/** Parameters that clients add for themselves: the cache buster of jQuery and DataTables, and the callback of JSONP. */
const IGNORED_PARAMETERS: readonly string[] = ['_', 'callback'];

/** The parameters of a query as the client wrote them, in order. */
export type GivenParameters = Iterable<[name: string, value: string]>;

const NONE: readonly string[] = [];

/** The parameters of a query by their own names, in order. */
export class QueryParameters implements Iterable<[name: string, value: string]> {
  readonly #entries: readonly [name: string, value: string][];
  readonly #values = new Map<string, string[]>();

  constructor(entries: readonly [name: string, value: string][]) {
    this.#entries = entries;
    for (const [name, value] of entries) {
      const values = this.#values.get(name);
      if (values === undefined) this.#values.set(name, [value]);
      else values.push(value);
    }
  }

  [Symbol.iterator](): Iterator<[name: string, value: string]> {
    return this.#entries[Symbol.iterator]();
  }

  /** Each name once. */
  names(): string[] {
    return [...this.#values.keys()];
  }

  /** All values of a name. */
  getAll(name: string): readonly string[] {
    return this.#values.get(name) ?? NONE;
  }
}

/**
 * Normalizes the names of parameters: `id[]` and `id[0]`, as clients write lists, are `id`, and `address[city]` is
 * `address.city`. Drops parameters without a name, and `IGNORED_PARAMETERS` that are not declared fields.
 *
 * @throws Problem 400 for an operator in brackets
 */
export function meaningful(parameters: GivenParameters, collection: Collection): QueryParameters {
  const found: [name: string, value: string][] = [];
  for (const [written, value] of parameters) {
    const name = written.includes('[') ? withoutBrackets(written) : written;
    const isIgnored = IGNORED_PARAMETERS.includes(name) && !isDeclared(collection, name);
    if (name === '' || isIgnored) continue;
    if (name.includes('.')) refuseOperatorInBrackets(written, value, name, collection);
    found.push([name, value]);
  }
  return new QueryParameters(found);
}

function withoutBrackets(written: string): string {
  return written.replace(/\[\d*\]$/, '').replace(/\[([^[\]]+)\]/g, '.$1');
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
