import { expect, it } from 'vitest';
import type { TextLeaf } from '../../../../../src/lib/documents/query/condition.ts';
import { type FieldPath, parseFieldPath } from '../../../../../src/lib/documents/schema/field-path.ts';
import type { ScalarType } from '../../../../../src/lib/documents/schema/fields.ts';
import { canUseIndex } from '../../../../../src/lib/documents/store/sql/condition.ts';

const ANY = null;
const TEXT = new Set<ScalarType>(['string']);
const FLAG = new Set<ScalarType>(['boolean']);

it.each<[string, TextLeaf['operator'], string[], ReadonlySet<ScalarType> | null, boolean]>([
  ['id', 'eq', ['1'], TEXT, true],
  ['name', 'eq', ['Yan'], TEXT, false],
  ['name', 'like', ['yan'], TEXT, true],
  ['name', 'like', ['yan', 'eli'], TEXT, true],
  // The search index holds three characters per token.
  ['name', 'like', ['ya'], TEXT, false],
  ['name', 'like', ['yan', 'ya'], TEXT, false],
  // Only a field of any type can hold an array, whose items are joined by commas.
  ['name', 'like', ['a,b'], TEXT, true],
  ['name', 'like', ['a,b'], ANY, false],
  // The search index does not hold `false`.
  ['name', 'like', ['als'], TEXT, true],
  ['name', 'like', ['als'], FLAG, false],
  ['name', 'like', ['ALS'], ANY, false],
])(
  'canUseIndex() of the undeclared field %s with %s %j, of types %o, is %s',
  (name, operator, values, scalars, expected) => {
    const field = {
      path: parseFieldPath(name) as FieldPath,
      scalars,
      isIndexed: false,
      isColumn: false,
      isSearched: true,
    };
    expect(canUseIndex({ kind: 'leaf', field, operator, values })).toBe(expected);
  },
);

it('canUseIndex() is true of every operator on an indexed field', () => {
  for (const operator of ['eq', 'ne', 'gte', 'lte', 'gt', 'lt', 'like'] as const) {
    const field = {
      path: parseFieldPath('name') as FieldPath,
      scalars: TEXT,
      isIndexed: true,
      isColumn: true,
      isSearched: true,
    };
    expect(canUseIndex({ kind: 'leaf', field, operator, values: ['x'] }), operator).toBe(true);
  }
});
