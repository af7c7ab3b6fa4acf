import { expect, it } from 'vitest';
import {
  allLeaves,
  and,
  type Condition,
  EVERYTHING,
  isEverything,
  type Leaf,
  or,
  requiredLeaves,
} from '../../../../../src/lib/documents/query/filter/condition.ts';
import { type FieldPath, parseFieldPath } from '../../../../../src/lib/documents/schema/field-path.ts';

const leaf = (name: string): Leaf => ({
  kind: 'leaf',
  field: {
    path: parseFieldPath(name) as FieldPath,
    scalars: null,
    isIndexed: false,
    isColumn: false,
    isRequired: false,
    isSearched: true,
  },
  operator: 'eq',
  values: ['x'],
});
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(leaf) as [Leaf, Leaf, Leaf, Leaf];
const NOTHING = or([]);
const names = (leaves: readonly Leaf[]) => leaves.map(({ field }) => field.path.join('.')).join(' ');

it.each<[string, Condition, string, string]>([
  ['a leaf', a, 'a', 'a'],
  ['an and of leaves', and([a, b]), 'a b', 'a b'],
  ['nested ands', and([a, and([b, and([c, d])])]), 'a b c d', 'a b c d'],
  ['an or', or([a, b]), '', 'a b'],
  ['an or in an and', and([a, or([b, c]), d]), 'a d', 'a b c d'],
  ['an or of one', and([a, or([b])]), 'a b', 'a b'],
  ['an and in an or', or([and([a, b]), c]), '', 'a b c'],
  ['no condition', and([]), '', ''],
])(
  'requiredLeaves() of %s are the leaves outside any or, and allLeaves() are all',
  (_, tree, required, all) => {
    expect(names(requiredLeaves(tree))).toBe(required);
    expect(names(allLeaves(tree))).toBe(all);
  },
);

it('and() and or() have no empty group inside them', () => {
  expect(and([a, EVERYTHING])).toBe(a);
  expect(and([a, NOTHING])).toEqual(NOTHING);
  expect(or([a, NOTHING])).toBe(a);
  expect(or([a, EVERYTHING])).toEqual(EVERYTHING);
  expect(isEverything(and([EVERYTHING, or([b, and([])])]))).toBe(true);
});
