import { MAX_SORT_KEYS } from '../../limits.ts';
import type { Collection } from '../../schema/collection.ts';
import { referField } from '../field-reference.ts';
import type { SortKey } from '../list-query.ts';
import { parameterError } from '../parameter-error.ts';

/**
 * Parses `_sort` with `_order`, as json-server 0.17 does, and `_sort=-name`, as json-server 1 does. No field's name
 * begins with a minus.
 *
 * @throws Problem 400 for a field that does not exist, an unknown direction, and a field with both forms
 */
export function parseSort(sort: string | null, order: string | null, collection: Collection): SortKey[] {
  if (sort === null) return [];
  const keys = sort.split(',');
  if (keys.length > MAX_SORT_KEYS) throw parameterError('_sort', sort, `at most ${MAX_SORT_KEYS} fields`);
  const directions = (order ?? '').split(',');
  return keys.map((key, i) => {
    const direction = directions[i] ?? '';
    const isReversed = key.startsWith('-');
    if (isReversed && direction !== '') {
      throw parameterError('_order', direction, `_sort gives the direction of ${key} already`);
    }
    return {
      field: referField(collection, isReversed ? key.slice(1) : key, { name: '_sort', value: key }),
      descending: isReversed || isDescending(direction),
    };
  });
}

function isDescending(direction: string): boolean {
  const lower = direction.toLowerCase();
  if (!['', 'asc', 'desc'].includes(lower)) {
    throw parameterError('_order', direction, 'it must be asc or desc');
  }
  return lower === 'desc';
}
