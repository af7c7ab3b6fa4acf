import { z } from 'astro/zod';
import { describe, expect, it } from 'vitest';
import {
  type CollectionDefinition,
  defineCollections,
} from '../../../../src/lib/documents/schema/collection.ts';

const loose = { schema: z.looseObject({}) } satisfies CollectionDefinition;
const withField = (name: string): CollectionDefinition => ({
  schema: z.strictObject({ [name]: z.string() }),
});
const indexed = (...indexes: string[]): CollectionDefinition => ({
  schema: z.strictObject({ name: z.string(), Name: z.string(), tags: z.array(z.string()) }),
  indexes,
});

const related = (as: string, collection: string, key: string): Record<string, CollectionDefinition> => ({
  posts: { ...indexed(), relations: { [as]: { collection, key } } },
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
    [
      'a singular that no field can have',
      { users: { ...loose, singular: 'a b' } },
      /singular "a b" of users/,
    ],
    [
      'singulars that are the same by definition',
      { people: { ...loose, singular: 'user' }, users: loose },
      /"people" and "users" have the same singular.*set `singular`/,
    ],
    [
      'a relation to an unknown collection',
      related('author', 'nope', 'name'),
      /"author" of posts .*"nope".*allowed: posts/,
    ],
    [
      'a relation by an unknown field',
      related('author', 'posts', 'author_id'),
      /"author" of posts .*"author_id"/,
    ],
    [
      'a relation by an array',
      related('author', 'posts', 'tags'),
      /"tags", which must be a string or number/,
    ],
    [
      'a relation to a singleton',
      { ...related('author', 'profile', 'name'), profile: { ...loose, singleton: true } },
      /refers to "profile", which is not a collection with ids; allowed: posts\./,
    ],
    [
      'a relation of a singleton that is named id',
      {
        profile: { ...loose, singleton: true, relations: { id: { collection: 'users', key: 'u' } } },
        users: loose,
      },
      /"id" of profile/,
    ],
    [
      'a singleton with a setting of lists',
      { users: { ...indexed('name'), singleton: true } },
      /singleton users cannot have `indexes`/,
    ],
    ['a relation by a nested field', related('author', 'posts', 'place.id'), /"place\.id"/],
    ['a relation by the id', related('author', 'posts', 'id'), /"id"/],
    [
      'a relation that is named like a field',
      related('tags', 'posts', 'name'),
      /"tags" of posts has the name of a field/,
    ],
    ['a relation that is named id', related('id', 'posts', 'name'), /"id" of posts has the name of a field/],
    [
      'a relation with a name that JSON must escape',
      related('a"b', 'posts', 'name'),
      /of posts must be named/,
    ],
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
  expect(users).toMatchObject({ singular: 'user', foreignKey: 'userId', indexes: [[['place', 'at', 'x']]] });
});

it('defineCollections() accepts a singleton beside a collection of its plural', () => {
  const { profile } = defineCollections({ profile: { ...loose, singleton: true }, profiles: loose });
  expect(profile).toMatchObject({ isSingleton: true, search: false, indexes: [], fields: [] });
});

describe('defineCollections() refuses a setting, naming file, collection and setting', () => {
  const schema = z.looseObject({ name: z.string() });

  it.each<[string, unknown, string]>([
    ['an unknown access', { schema, access: 'Private' }, 'users.access: must be "public" or "private"'],
    [
      'an unknown rule',
      { schema, access: { read: 'private' } },
      'users.access: must be "public" or "private", or',
    ],
    [
      'an unknown action',
      { schema, access: { reads: 'token' } },
      'users.access: has no setting reads; allowed: read, create,',
    ],
    ['a misspelt setting', { schema, acess: 'private' }, 'users: has no setting acess; allowed: schema,'],
    ['a negative lifetime', { schema, cache: { maxAge: -5 } }, 'users.cache.maxAge: must be a whole number'],
    ['a lifetime as text', { schema, cache: { swr: '60' } }, 'users.cache.swr: must be a whole number'],
    [
      'a fraction of a second',
      { schema, cache: { maxAge: 1.5 } },
      'users.cache.maxAge: must be a whole number',
    ],
    ['a misspelt lifetime', { schema, cache: { maxage: 5 } }, 'users.cache: has no setting maxage'],
    ['a missing schema', {}, 'users.schema: must be a Zod object'],
    ['a schema of a list', { schema: z.array(z.string()) }, 'users.schema: must be a Zod object'],
    ['a schema of a record', { schema: z.record(z.string(), z.string()) }, 'users.schema: must be'],
    ['an index that is no list', { schema, indexes: 'name' }, 'users.indexes: must be a list in [ ]'],
    [
      'an index listed twice',
      { schema, indexes: ['name', 'name'] },
      'users.indexes: must not list an index twice',
    ],
    ['a record of changes as text', { schema, changes: 'yes' }, 'users.changes: must be true or false'],
    ['a definition that is none', 'users', 'users: must be an object with schema,'],
  ])('%s', (_, definition, message) => {
    const define = () => defineCollections({ users: definition } as Record<string, CollectionDefinition>);
    expect(define).toThrow(`src/collections.ts: ${message}`);
  });

  it('all mistakes at once', () => {
    const definitions = { users: { schema, access: 'x' }, posts: {} };
    expect(() => defineCollections(definitions as never)).toThrow(/users\.access.*\n.*posts\.schema/);
  });
});

it('defineCollections() accepts `user` beside `users` when one has a singular', () => {
  const { user, users } = defineCollections({ user: { ...loose, singular: 'account' }, users: loose });
  expect(user).toMatchObject({ singular: 'account', foreignKey: 'accountId' });
  expect(users).toMatchObject({ singular: 'user', foreignKey: 'userId' });
});

it('the collection of a relation is checked by its type', () => {
  const posts = {
    schema: z.looseObject({}),
    relations: { author: { collection: 'nope', key: 'author_id' } },
  } as const;
  // @ts-expect-error: there is no collection `nope`.
  expect(() => defineCollections({ posts })).toThrow('"nope"');
});
