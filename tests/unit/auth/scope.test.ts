import { expect, it } from 'vitest';
import { collectionOf, grants, includesScope, isScope, type Scope } from '../../../src/lib/auth/scope.ts';

it.each(['users:read', 'users:write', '*:read', '*:write', 'night-sky_2:read'])('%s is a scope', (text) => {
  expect(isScope(text)).toBe(true);
});

it.each([
  '',
  ':',
  '*',
  'users',
  'users:',
  ':read',
  'users:admin',
  'users:read ',
  'a b:read',
  '**:read',
  'a:b:read',
  3,
])('%j is not a scope', (text) => {
  expect(isScope(text)).toBe(false);
});

it.each<[Scope, boolean, boolean, boolean, boolean]>([
  ['users:read', true, false, false, false],
  ['users:write', true, true, false, false],
  ['*:read', true, false, true, false],
  ['*:write', true, true, true, true],
])(
  'the scope %s allows reading users: %s, writing: %s, reading others: %s, writing: %s',
  (scope, ...expected) => {
    const allowed = ['users', 'others'].flatMap((name) =>
      (['read', 'write'] as const).map((level) => grants([scope], level, name)),
    );
    expect(allowed).toEqual(expected);
  },
);

it.each<[Scope, Scope, boolean]>([
  ['users:write', 'users:read', true],
  ['users:read', 'users:write', false],
  ['*:write', 'users:write', true],
  ['users:write', '*:read', false],
  ['*:read', '*:read', true],
])('the scope %s includes %s: %s', (scope, other, expected) => {
  expect(includesScope([scope], other)).toBe(expected);
});

it('collectionOf() returns the collection of a scope with either level', () => {
  expect(['users:read', '*:write'].map((scope) => collectionOf(scope as Scope))).toEqual(['users', '*']);
});
