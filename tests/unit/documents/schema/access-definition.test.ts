import { expect, it } from 'vitest';
import {
  type AccessDefinition,
  accessRules,
} from '../../../../src/lib/documents/schema/access-definition.ts';

it.each<[AccessDefinition | undefined, string]>([
  [undefined, 'public token token token'],
  ['public', 'public token token token'],
  ['private', 'token token token token'],
  [{}, 'public token token token'],
  [{ read: 'token' }, 'token token token token'],
  [{ read: 'token', create: 'public' }, 'token public token token'],
  [{ update: 'public', delete: 'public' }, 'public token public public'],
])('access %j is, for read, create, update and delete: %s', (definition, expected) => {
  const { read, create, update, delete: remove } = accessRules('letters', definition);
  expect([read, create, update, remove].join(' ')).toBe(expected);
});

it.each(['update', 'delete'] as const)(
  'a public %s of documents that are not public is refused',
  (action) => {
    expect(() => accessRules('letters', { read: 'token', [action]: 'public' })).toThrow(
      `The access of letters cannot be public for ${action} alone`,
    );
  },
);
