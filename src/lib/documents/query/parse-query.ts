import { Problem } from '../../http/problem/problem.ts';
import { MAX_FIELDS, MAX_NAMES_LENGTH } from '../limits.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import { PARAMETERS, SELECTIONS } from '../schema/reserved-names.ts';
import { referField, undeclaredIn } from './field-reference.ts';
import { allLeaves, and, type Condition, checkSize, EVERYTHING } from './filter/condition.ts';
import { parseFilters } from './filter/parse-filters.ts';
import { parseWhere } from './filter/parse-where.ts';
import type { ListQuery, Selection } from './list-query.ts';
import { parseCursor } from './page/cursor.ts';
import { parseSort } from './page/parse-sort.ts';
import { parseTotal, parseWindow } from './page/parse-window.ts';
import { checkNeedle, parameterError } from './parameter-error.ts';
import { type GivenParameters, meaningful, type QueryParameters } from './query-parameters.ts';

import { parseRelations } from './relations.ts';

/**
 * Parses the query languages of json-server 0.17 and 1, with `_gt`, `_lt`, `_fields`, `:has` and `:exists` added.
 *
 * @throws Problem 400 naming the parameter, its value and what is allowed
 */
export function parseListQuery(
  given: GivenParameters,
  collection: Collection,
  collections: Collections,
): ListQuery {
  const parameters = meaningful(given, collection);
  const read = (name: string) => readOnce(parameters, name);
  const json = read('_where');
  const tree = json === null ? EVERYTHING : parseWhere(json, collection);
  checkNames(parameters, tree);
  const selection = selectionOf(parameters, collection, collections);
  const where = and([...parseFilters(parameters, collection), tree]);
  checkSize(where);
  const sort = parseSort(read('_sort'), read('_order'), collection);
  return {
    ...selection,
    where,
    search: parseSearch(parameters),
    sort,
    ...parseWindow(read),
    cursor: parseCursor(read, sort, collection),
    total: parseTotal(read),
    undeclared: undeclaredIn(
      [...allLeaves(where), ...sort].map(({ field }) => field),
      collection,
    ),
  };
}

/**
 * Parses the parameters of a single document: `_embed`, `_expand` and `_fields`.
 *
 * @throws Problem 400 for any other parameter
 */
export function parseSelection(
  given: GivenParameters,
  collection: Collection,
  collections: Collections,
): Selection {
  const parameters = meaningful(given, collection);
  checkNames(parameters);
  for (const [name, value] of parameters) {
    if (!SELECTIONS.includes(name)) {
      throw parameterError(name, value, `a single document allows only ${SELECTIONS.join(', ')}`);
    }
  }
  return selectionOf(parameters, collection, collections);
}

function selectionOf(
  parameters: QueryParameters,
  collection: Collection,
  collections: Collections,
): Selection {
  for (const [name, value] of parameters) checkText(name, value);
  const given = (name: string) => parameters.getAll(name).filter(Boolean);
  return {
    relations: parseRelations(given('_embed'), given('_expand'), collection, collections),
    fields: parseFields(given('_fields'), collection),
  };
}

/** Refuses NUL, which no stored document contains. */
function checkText(name: string, value: string): void {
  if (name.includes('\0') || value.includes('\0')) {
    throw parameterError(name, value, 'it must not contain a NUL character');
  }
}

/** Limits the text that the names of fields add to the SQL. */
function checkNames(parameters: QueryParameters, tree: Condition = EVERYTHING): void {
  const filters = parameters.names().filter((name) => !PARAMETERS.includes(name));
  const compared = allLeaves(tree).map(({ field }) => field.path.join('.'));
  const lists = ['_sort', '_fields'].flatMap((name) => parameters.getAll(name));
  const length = [...filters, ...compared, ...lists].join('').length;
  if (length > MAX_NAMES_LENGTH) {
    throw new Problem(
      'query-too-large',
      `The names of filters, _where, _sort and _fields have ${length} characters; at most ${MAX_NAMES_LENGTH} are allowed.`,
    );
  }
}

function parseSearch(parameters: QueryParameters): string | null {
  const text = parameters.getAll('q')[0] || null;
  if (text !== null) checkNeedle('q', text);
  return text;
}

/** @throws Problem 400 for a parameter that is given twice */
export function readOnce(parameters: Pick<QueryParameters, 'getAll'>, name: string): string | null {
  const values = parameters.getAll(name);
  if (values.length > 1) throw parameterError(name, values.join(' and '), 'it may be given only once');
  return values.at(0) || null;
}

function parseFields(lists: readonly string[], collection: Collection): string[] | null {
  const names = [...new Set(lists.flatMap((list) => list.split(',')).filter(Boolean))];
  if (names.length === 0) return null;
  if (names.length > MAX_FIELDS) {
    throw parameterError(
      '_fields',
      lists.join(','),
      `it has ${names.length} names; at most ${MAX_FIELDS} fields`,
    );
  }
  for (const name of names) {
    const { path } = referField(collection, name, { name: '_fields', value: name });
    if (path.length > 1) throw parameterError('_fields', name, 'it must name top-level fields');
  }
  return names;
}
