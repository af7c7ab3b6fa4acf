import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelField } from '../../../../src/explorer/data/label.ts';
import { readWhere, shownWhere } from '../../../../src/explorer/data/list/where-text.ts';
import { overviewFields, permissionText } from '../../../../src/explorer/data/overview-field.ts';
import type { CollectionEntry } from '../../../../src/lib/documents/collection-entry.ts';

const ENTRY: CollectionEntry = {
  name: 'pictures',
  url: 'http://localhost/api/pictures',
  schema: 'http://localhost/schemas/pictures.json',
  total: 3,
  singleton: false,
  search: true,
  changes: false,
  indexes: [['title'], ['userId', 'year']],
  relations: { parents: [{ field: 'userId', collection: 'users', expand: 'user' }], children: [] },
  actions: [],
};

const PROPERTIES = { title: { type: 'string' }, userId: { type: 'number' }, alt: { type: 'string' } };

describe('the fields of the overview', () => {
  it('are those of the schema, with their indexes and references', () => {
    expect(overviewFields({ properties: PROPERTIES }, ENTRY)).toEqual([
      { name: 'title', isIndexed: true, refersTo: null },
      { name: 'userId', isIndexed: true, refersTo: 'users' },
      { name: 'alt', isIndexed: false, refersTo: null },
    ]);
  });

  it('are names alone before the collection is known, and none without a schema', () => {
    expect(overviewFields({ properties: PROPERTIES }).map(({ name }) => name)).toEqual([
      'title',
      'userId',
      'alt',
    ]);
    expect(overviewFields({}, ENTRY)).toEqual([]);
  });
});

it.each([
  [{ actions: [] }, 'You may read. A token is needed to create, update or delete.'],
  [{ actions: ['create'] }, 'You may read and create. A token is needed to update or delete.'],
  [{ actions: ['create', 'update', 'delete'] }, 'You may read, create, update and delete.'],
  [{ actions: ['create', 'update'], singleton: true }, 'You may read, create and update.'],
] satisfies [Partial<CollectionEntry>, string][])('the permissions %j are told as %j', (entry, text) => {
  expect(permissionText({ ...ENTRY, ...entry })).toBe(text);
});

describe('the text of _where', () => {
  it('is the value again, without its spaces', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (where) => {
        const value = JSON.stringify(where);
        expect(readWhere(shownWhere(value))).toEqual({ value });
      }),
    );
  });

  it.each(['[1]', '"a"', 'null', '1', '{"a":'])('is refused as %s', (text) => {
    expect(readWhere(text)).toEqual({ refusal: expect.stringContaining('not a JSON object') });
  });

  it('is no filter where it is empty', () => {
    expect(readWhere(' \n')).toEqual({ value: '' });
  });

  it('is shown as it is where it is no JSON', () => {
    expect(shownWhere('{"a":')).toBe('{"a":');
  });
});

it.each([
  [{ id: 1, year: 1, title: 'Moon' }, 'title'],
  [{ id: 1, name: '', note: 'Text' }, 'note'],
  [{ id: 1, year: 2 }, 'id'],
])('the document %j is named by its field %s', (document, field) => {
  expect(labelField(document)).toBe(field);
});
