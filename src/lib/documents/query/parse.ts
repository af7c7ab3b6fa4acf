import { Problem } from '../../http/problem.ts';
import type { Collection, Collections } from '../schema/collection.ts';
import { FIELD_PATH_RULE, parseFieldPath } from '../schema/field-path.ts';
import { fieldOf } from '../schema/fields.ts';
import { PARAMETERS, SELECTIONS } from '../schema/reserved-names.ts';
import type { FieldReference, Filter, ListQuery, Operator, Selection, SortKey } from './list-query.ts';
import { parameterError } from './parameter-error.ts';
import { isIndexed, parseRelations } from './relations.ts';
import { parseWindow } from './window.ts';

/** SQLite nests expressions 100 deep at most. */
const MAX_CONDITIONS = 30;
const MAX_SORT_KEYS = 8;
const OPERATOR_SUFFIX = /_(gte|lte|gt|lt|ne|like)$/;

/**
 * The query language of json-server 0.17, with `_gt`, `_lt` and `_fields`.
 *
 * @throws Problem 400 naming the parameter, its value and what is allowed
 */
export function parseListQuery(
  parameters: URLSearchParams,
  collection: Collection,
  collections: Collections,
): ListQuery {
  const read = (name: string) => readOnce(parameters, name);
  return {
    ...selectionOf(parameters, collection, collections),
    filters: parseFilters(parameters, collection),
    search: parameters.get('q') || null,
    sort: parseSort(read('_sort'), read('_order'), collection),
    window: parseWindow(read),
  };
}

/**
 * What of a single document is asked for: `_embed`, `_expand` and `_fields`.
 *
 * @throws Problem 400 for any other parameter
 */
export function parseSelection(
  parameters: URLSearchParams,
  collection: Collection,
  collections: Collections,
): Selection {
  for (const [name, value] of parameters) {
    if (name !== '' && !SELECTIONS.includes(name)) {
      throw parameterError(name, value, `one document is read with ${SELECTIONS.join(', ')} only`);
    }
  }
  return selectionOf(parameters, collection, collections);
}

function selectionOf(
  parameters: URLSearchParams,
  collection: Collection,
  collections: Collections,
): Selection {
  for (const [name, value] of parameters) checkText(name, value);
  const named = (name: string) => parameters.getAll(name).filter(Boolean);
  return {
    relations: parseRelations(named('_embed'), named('_expand'), collection, collections),
    fields: parseFields(named('_fields'), collection),
  };
}

/** Text that a document cannot hold either: see `document-body.ts`. */
function checkText(name: string, value: string): void {
  if (`${name}${value}`.includes('\0')) throw parameterError(name, value, 'it must not hold a NUL character');
}

function readOnce(parameters: URLSearchParams, name: string): string | null {
  const values = parameters.getAll(name);
  if (values.length > 1) throw parameterError(name, values.join(' and '), 'it may be given once');
  return values[0] || null;
}

function parseFilters(parameters: URLSearchParams, collection: Collection): Filter[] {
  const filters: Filter[] = [];
  for (const name of new Set(parameters.keys())) {
    if (name === '' || PARAMETERS.includes(name)) continue;
    const { field, operator } = parseFilterName(name, parameters.get(name) ?? '', collection);
    filters.push({ field, operator, values: parameters.getAll(name) });
  }
  const conditions = filters.reduce(
    (count, { operator, values }) => count + conditionsIn(operator, values),
    0,
  );
  if (conditions > MAX_CONDITIONS) {
    throw new Problem(
      'query-too-large',
      `The query has ${conditions} conditions; at most ${MAX_CONDITIONS} are allowed.`,
    );
  }
  return filters;
}

/** Lists of values that are equal or not are one condition, however long. */
function conditionsIn(operator: Operator, values: readonly string[]): number {
  return operator === 'eq' || operator === 'ne' ? 1 : values.length;
}

/** A field whose own name ends like an operator is still the field, when the schema names it. */
function parseFilterName(
  name: string,
  value: string,
  collection: Collection,
): { field: FieldReference; operator: Operator } {
  const suffix = OPERATOR_SUFFIX.exec(name)?.[1] as Operator | undefined;
  const isDeclared = Object.hasOwn(collection.jsonSchema.properties ?? {}, name);
  if (name.startsWith('_') && !isDeclared) {
    throw parameterError(name, value, `it is none of ${PARAMETERS.join(', ')}`);
  }
  if (suffix === undefined || isDeclared) {
    return { field: referField(name, name, value, collection), operator: 'eq' };
  }
  const field = name.slice(0, -suffix.length - 1);
  return { field: referField(field, name, value, collection), operator: suffix };
}

function parseSort(sort: string | null, order: string | null, collection: Collection): SortKey[] {
  if (sort === null) return [];
  const names = sort.split(',');
  if (names.length > MAX_SORT_KEYS) throw parameterError('_sort', sort, `at most ${MAX_SORT_KEYS} fields`);
  const directions = (order ?? '').split(',');
  return names.map((name, i) => ({
    field: referField(name, '_sort', name, collection),
    descending: isDescending(directions[i] ?? ''),
  }));
}

function isDescending(direction: string): boolean {
  const lower = direction.toLowerCase();
  if (!['', 'asc', 'desc'].includes(lower))
    throw parameterError('_order', direction, 'it must be asc or desc');
  return lower === 'desc';
}

function parseFields(lists: readonly string[], collection: Collection): string[] | null {
  const names = lists.flatMap((list) => list.split(',')).filter(Boolean);
  if (names.length === 0) return null;
  for (const name of names) {
    const { path } = referField(name, '_fields', name, collection);
    if (path.length > 1) throw parameterError('_fields', name, 'it must name fields of the document itself');
  }
  return [...new Set(names)];
}

/**
 * @param text the field as the client names it
 * @param parameter the parameter in which it does, with its value: for the error
 */
function referField(text: string, parameter: string, value: string, collection: Collection): FieldReference {
  const path = parseFieldPath(text);
  if (path === null) throw parameterError(parameter, value, `a field is named by ${FIELD_PATH_RULE}`);
  const field = fieldOf(collection.jsonSchema, path);
  if (!field.exists) {
    const names = ['id', ...Object.keys(collection.jsonSchema.properties ?? {})];
    throw parameterError(
      parameter,
      value,
      `${text} is not a field of ${collection.name}, which has ${names.join(', ')}`,
    );
  }
  return { path, scalars: field.scalars, isIndexed: isIndexed(collection, text) };
}
