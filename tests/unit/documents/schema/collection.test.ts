import { z } from 'astro/zod';
import { describe, expect, it } from 'vitest';
import {
  type CollectionDefinition,
  defineCollections,
} from '../../../../src/lib/documents/schema/collection.ts';

const loose: CollectionDefinition = { schema: z.looseObject({}) };
const withField = (name: string): CollectionDefinition => ({
  schema: z.strictObject({ [name]: z.string() }),
});
const indexed = (...indexes: string[]): CollectionDefinition => ({
  schema: z.strictObject({ name: z.string(), Name: z.string(), tags: z.array(z.string()) }),
  indexes,
});

describe('defineCollections() refuses and names', () => {
  it.each<[string, Record<string, CollectionDefinition>, RegExp]>([
    ['a name that no path can have', { 'a/b': loose }, /"a\/b"/],
    ['names that differ only in case', { users: loose, Users: loose }, /"users" and "Users"/],
    ['names with the same singular', { order: loose, orders: loose }, /"order" and "orders"/],
    ['a schema with an id', { users: withField('id') }, /users .*"id"/],
    [
      'a query parameter as a field',
      { users: withField('_sort') },
      /"_sort": it is the name of a query parameter/,
    ],
    [
      'the search parameter as a field',
      { users: withField('q') },
      /"q": it is the name of a query parameter/,
    ],
    ['a field with a dot', { users: withField('a.b') }, /"a\.b"/],
    ['a field with a space', { users: withField('a b') }, /"a b"/],
    [
      'an object schema that drops fields',
      { users: { schema: z.object({}) } },
      /users .*strictObject.*looseObject/,
    ],
    [
      'a nested object schema that drops fields',
      { users: { schema: z.strictObject({ address: z.object({ city: z.string() }).optional() }) } },
      /in address/,
    ],
    [
      'an object schema in an array that drops fields',
      { users: { schema: z.looseObject({ tags: z.array(z.object({})) }) } },
      /in tags/,
    ],
    ['an index on an unknown field', { users: indexed('nick') }, /"nick" of users/],
    ['an index on an array', { users: indexed('tags') }, /"tags" of users/],
    ['indexes that differ only in case', { users: indexed('name', 'Name') }, /"name" and "Name"/],
  ])('%s', (_, definitions, message) => {
    expect(() => defineCollections(definitions)).toThrow(message);
  });
});

it('defineCollections() accepts strict and loose objects at any depth, and fields named like an operator', () => {
  const { users } = defineCollections({
    users: {
      schema: z.strictObject({
        _note: z.string(),
        size_gte: z.number(),
        place: z.looseObject({ at: z.strictObject({ x: z.number() }) }),
        scores: z.record(z.string(), z.number()),
        rest: z.object({}).catchall(z.string()),
      }),
      indexes: ['place.at.x'],
    },
  });
  expect(users).toMatchObject({ singular: 'user', foreignKey: 'userId', indexes: [['place', 'at', 'x']] });
});
