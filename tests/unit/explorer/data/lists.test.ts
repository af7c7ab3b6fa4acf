import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldSchema } from '../../../../src/explorer/data/form/field-schema.ts';
import { labelOf } from '../../../../src/explorer/data/label.ts';
import {
  columnsOf,
  filterableFields,
  kindOfField,
  knownFields,
} from '../../../../src/explorer/data/list/columns.ts';
import { missingIndex } from '../../../../src/explorer/data/list/cost-hint.ts';
import {
  directionOf,
  exportPath,
  filterParameters,
  listPath,
  sortedBy,
  withFilters,
  withParameter,
} from '../../../../src/explorer/data/list/list-query.ts';
import { filterOf, operatorsOf, parameterOf } from '../../../../src/explorer/data/list/operators.ts';
import { pageLinks } from '../../../../src/explorer/data/list/page-links.ts';
import { picturePath } from '../../../../src/explorer/data/picture.ts';
import { documentUrl, listUrl, placeOf } from '../../../../src/explorer/data/place.ts';
import type { CollectionEntry } from '../../../../src/lib/documents/collection-entry.ts';
import { FILTER_FORMS } from '../../../../src/lib/documents/query/filter/filter-operators.ts';

const query = (text: string) => new URLSearchParams(text);

const ENTRY: CollectionEntry = {
  name: 'posts',
  url: 'http://localhost/api/posts',
  schema: 'http://localhost/schemas/posts.json',
  total: 3,
  singleton: false,
  search: true,
  changes: false,
  indexes: [['title'], ['city', 'age']],
  relations: {
    parents: [{ field: 'userId', collection: 'users', expand: 'user' }],
    children: [{ collection: 'comments', field: 'postId', embed: 'comments' }],
  },
  actions: [],
};

const SCHEMA: FieldSchema = {
  properties: {
    body: { type: 'object', properties: { text: { type: 'string' } } },
    meta: {},
    title: { type: 'string' },
    a: { type: 'string' },
    b: { type: 'number' },
    c: { type: 'boolean' },
    city: { type: 'string' },
    age: { type: ['number', 'null'] },
  },
};

describe('a URL of the explorer', () => {
  it('names the collection, the document, the query and the mode', () => {
    expect(placeOf(new URL('http://localhost/data/users/a%2Fb?q=x#edit'))).toEqual({
      collection: 'users',
      id: 'a/b',
      query: query('q=x'),
      mode: { kind: 'edit' },
    });
    expect(placeOf(new URL('http://localhost/data/users'))).toMatchObject({
      id: null,
      mode: { kind: 'view' },
    });
    expect(placeOf(new URL('http://localhost/data/users#copy=a%2Fb'))?.mode).toEqual({
      kind: 'new',
      copyOf: 'a/b',
    });
    expect(placeOf(new URL('http://localhost/data/users/1/2'))).toBeNull();
    expect(placeOf(new URL('http://localhost/data/%E0%A4%A'))).toBeNull();
  });

  it('of any id and collection is read as it was written', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ minLength: 1 }), (name, id) => {
        fc.pre(!['.', '..'].includes(id) && !['.', '..'].includes(name));
        expect(placeOf(new URL(documentUrl(name, id), 'http://localhost'))).toMatchObject({
          collection: name,
          id,
        });
        expect(placeOf(new URL(listUrl(name), 'http://localhost'))).toMatchObject({
          collection: name,
          id: null,
        });
      }),
    );
  });
});

describe('the request of a list', () => {
  it.each([
    ['', '/api/posts?_page=1&_limit=20&_expand=user'],
    ['name_like=a&_sort=-age', '/api/posts?name_like=a&_sort=-age&_page=1&_limit=20&_expand=user'],
    ['_page=2&_limit=5&_after=x&_expand=user', '/api/posts?_page=2&_limit=5&_after=x&_expand=user'],
    ['_per_page=5', '/api/posts?_per_page=5&_page=1&_expand=user'],
    ['_start=5&_end=9', '/api/posts?_start=5&_end=9&_expand=user'],
    ['_fields=id&_format=csv', '/api/posts?_fields=id&_page=1&_limit=20&_expand=user'],
    ['_limit=500', '/api/posts?_limit=500&_page=1'],
  ])('of %j has its parameters, and a page', (text, expected) => {
    expect(listPath('posts', query(text), { expand: ['user'] })).toBe(expected);
  });

  it('in another format has all documents of the filter', () => {
    const shown = query('q=a&kind=b&_sort=name&_fields=id&_page=3&_limit=5&_after=x&_expand=user');
    expect(exportPath('posts', shown, 'csv')).toBe('/api/posts?q=a&kind=b&_sort=name&_fields=id&_format=csv');
  });

  it('begins at the first page after each change', () => {
    const shown = query('kind=b&_page=3&_limit=5&_after=x');
    expect(String(withParameter(shown, 'q', 'text'))).toBe('kind=b&_limit=5&q=text');
    expect(String(withFilters(shown, [['age_gte', '3']]))).toBe('_limit=5&age_gte=3');
  });

  it('is sorted by a field upwards, downwards, and then no more', () => {
    const up = sortedBy(query('_sort=b&_order=desc'), 'a');
    expect([String(up), directionOf(up, 'a')]).toEqual(['_sort=a', 'ascending']);
    const down = sortedBy(up, 'a');
    expect([String(down), directionOf(down, 'a')]).toEqual(['_sort=-a', 'descending']);
    expect(String(sortedBy(down, 'a'))).toBe('');
    expect(directionOf(query('_sort=b&_order=DESC'), 'b')).toBe('descending');
  });

  it('has the pages of Link, whose other relations are not pages', () => {
    const link =
      '</schemas/posts.json>; rel="describedby", <http://localhost/api/posts?_page=2&_after=a%2Bb>; rel="next"';
    const links = pageLinks(new Headers({ link }));
    expect(String(links.get('next'))).toBe('_page=2&_after=a%2Bb');
    expect(links.has('prev')).toBe(false);
  });
});

describe('filters', () => {
  it('of every form of the API are read from the URL and written back', () => {
    for (const { suffix } of FILTER_FORMS) {
      for (const field of ['title', 'age', 'body.text']) {
        const value = suffix === ':exists' ? 'true' : '1';
        const [[name = '', text = ''] = []] = filterParameters(
          query(`${field}${suffix}=${value}&_sort=x&q=y`),
        );
        const filter = filterOf(name, text, (named) => kindOfField(SCHEMA, named));
        expect(parameterOf(filter)).toEqual([`${field}${suffix}`, value]);
      }
    }
  });

  it('have operators that suit the kind of their field', () => {
    const suffixes = (field: string) => operatorsOf(kindOfField(SCHEMA, field)).map(({ suffix }) => suffix);
    expect(suffixes('title')).toEqual(['_like', '', ':startsWith', '_ne', ':exists', ':exists']);
    expect(suffixes('age')).toEqual(['', '_gte', '_lte', '_ne', ':exists', ':exists']);
    expect(suffixes('c')).toEqual([':eq', ':eq', ':exists', ':exists']);
    expect(filterableFields(SCHEMA)).toContain('body.text');
  });
});

describe('columns', () => {
  it('are the id, indexed fields and scalars, in the order of the schema', () => {
    const fields = knownFields(SCHEMA, [{ id: 1, extra: 1, user: {}, comments: [] }], ENTRY);
    expect(fields).toEqual(['id', 'body', 'meta', 'title', 'a', 'b', 'c', 'city', 'age', 'extra']);
    expect(columnsOf(fields, query(''), SCHEMA, ENTRY)).toEqual(['id', 'title', 'a', 'b', 'city', 'age']);
    expect(columnsOf(fields, query('_fields=age,id'), SCHEMA, ENTRY)).toEqual(['age', 'id']);
  });
});

describe('the line that would make a list cheaper', () => {
  it.each([
    ['q=x&_sort=b', 5_000, "indexes: ['title', ['city', 'age'], 'b']"],
    ['b_gte=3&_sort=-c', 5_000, "indexes: ['title', ['city', 'age'], 'b', 'c']"],
    ['_sort=title', 5_000, null],
    ['_sort=b', 90, null],
  ])('for %j that read %d rows is %j', (text, rowsRead, expected) => {
    expect(missingIndex(query(text), ENTRY, { rowsRead, shown: 20 })).toBe(expected);
  });
});

it('a document is named by its name or title, its first text, or its id', () => {
  expect(labelOf({ id: 1, body: 'text', title: 'Title' })).toBe('Title');
  expect(labelOf({ id: 1, name: '', body: 'text' })).toBe('text');
  expect(labelOf({ id: 1, age: 3 })).toBe('1');
});

it.each([
  ['/pictures/a.jpg', '/pictures/a.jpg'],
  ['http://localhost/pictures/a.jpg', '/pictures/a.jpg'],
  ['/image/width=40/pictures/a.png', '/image/width=40/pictures/a.png'],
  ['https://example.com/pictures/a.jpg', null],
  ['/pictures/a.txt', null],
  [7, null],
])('the picture of %j is %j', (value, expected) => {
  expect(picturePath(value, 'http://localhost')).toBe(expected);
});
