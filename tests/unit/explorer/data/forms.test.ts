import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldSchema } from '../../../../src/explorer/data/form/field-schema.ts';
import { fieldGroups, pointerOf } from '../../../../src/explorer/data/form/form-fields.ts';
import { documentOf, formValues } from '../../../../src/explorer/data/form/form-values.ts';
import { mergePatch } from '../../../../src/explorer/data/form/merge-patch.ts';
import { saveDraft } from '../../../../src/explorer/data/form/save-draft.ts';
import { differencesOf, firstChoice, resolved } from '../../../../src/explorer/data/form/three-way.ts';
import { placed } from '../../../../src/explorer/data/form/violations.ts';
import type { JsonObject } from '../../../../src/explorer/data/json.ts';
import { mergePatch as merged } from '../../../../src/lib/documents/body/merge/merge-patch.ts';

const SCHEMA: FieldSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: 'number' },
    isOpen: { type: 'boolean' },
    kind: { type: 'string', enum: ['a', 'b'] },
    day: { type: 'string', format: 'date' },
    at: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
    userId: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    tags: { type: 'array', items: { type: 'string' } },
    place: {
      type: 'object',
      properties: { city: { type: 'string' }, deep: { type: 'object', properties: {} } },
    },
    anything: {},
  },
  required: ['name', 'tags'],
};

const kindsOf = (document: JsonObject) =>
  Object.fromEntries(
    fieldGroups(SCHEMA, document).flatMap(({ fields }) =>
      fields.map(({ path, kind }) => [pointerOf(path), kind]),
    ),
  );

describe('the form of a JSON Schema', () => {
  it('has an input for each field, those of objects one level deep, and JSON for the rest', () => {
    expect(kindsOf({})).toEqual({
      '/name': 'text',
      '/age': 'number',
      '/isOpen': 'boolean',
      '/kind': 'enum',
      '/day': 'date',
      '/at': 'date-time',
      '/userId': 'id',
      '/tags': 'list',
      '/place/city': 'text',
      '/place/deep': 'json',
      '/anything': 'json',
    });
  });

  it('has JSON for a value that its input cannot show, and inputs for members that no schema names', () => {
    const kinds = kindsOf({ name: { first: 'a' }, tags: ['two\nlines'], place: 1, more: true, 'a/b': [1] });
    expect(kinds).toMatchObject({
      '/name': 'json',
      '/tags': 'json',
      '/place': 'json',
      '/more': 'boolean',
      '/a~1b': 'json',
    });
  });

  it.each<[what: string, typed: Record<string, string>, expected: JsonObject]>([
    ['a number', { '/age': '7.5' }, { age: 7.5 }],
    ['a text that is no number, for the server to refuse', { '/age': 'seven' }, { age: 'seven' }],
    ['a boolean', { '/isOpen': 'false' }, { isOpen: false }],
    ['the id of a number', { '/userId': '12' }, { userId: 12 }],
    ['the id of a text', { '/userId': 'twelve' }, { userId: 'twelve' }],
    ['a list', { '/tags': 'a\n\n b \n' }, { tags: ['a', 'b'] }],
    ['a member of an object', { '/place/city': 'Oslo' }, { place: { city: 'Oslo' } }],
    ['JSON', { '/anything': '{"a":null}' }, { anything: { a: null } }],
    ['an emptied field, which is removed', { '/day': '' }, {}],
  ])('reads %s', (_, typed, expected) => {
    const start: JsonObject = typed['/day'] === '' ? { name: 'x', day: '2026-01-01' } : { name: 'x' };
    const fields = fieldGroups(SCHEMA, start).flatMap((group) => group.fields);
    const values = { ...formValues(fields, start), ...typed };
    expect(documentOf(fields, values, start)).toEqual({ document: { name: 'x', ...expected }, errors: {} });
  });

  it('names the input that is not JSON', () => {
    const fields = fieldGroups(SCHEMA, {}).flatMap((group) => group.fields);
    expect(documentOf(fields, { '/anything': '{' }, {}).errors['/anything']).toMatch(/^This is not JSON/);
  });

  it('changes nothing of a document that nobody edits', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (object) => {
        const document = object as JsonObject;
        const fields = fieldGroups(SCHEMA, document).flatMap((group) => group.fields);
        expect(documentOf(fields, formValues(fields, document), document).document).toEqual(document);
      }),
    );
  });
});

/** Objects of few names and values, so that two of them often have some in common. */
const objects = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom(1, 'a', true),
    fc.array(fc.constantFrom(1, 2)),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
})).object as fc.Arbitrary<JsonObject>;

describe('saving', () => {
  it('sends a merge patch that makes one document of the other', () => {
    fc.assert(
      fc.property(objects, objects, (from, to) => {
        const patch = mergePatch(from, to);
        if (patch !== null) expect(merged(from, patch)).toEqual(to);
      }),
    );
  });

  it('sends a PUT where no patch can say it, and nothing where nothing differs', () => {
    const read = { document: { a: 1 }, etag: '"1-2"' };
    expect(saveDraft('/api/x/1', read, { a: null }, false)).toMatchObject({
      method: 'PUT',
      body: '{"a":null}',
    });
    expect(saveDraft('/api/x/1', read, { a: 1 }, true)).toBeNull();
    expect(saveDraft('/api/x/1', read, { a: 2 }, false)).toEqual({
      method: 'PATCH',
      path: '/api/x/1',
      headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': '"1-2"' },
      body: '{"a":2}',
    });
    expect(saveDraft('/api/x', { document: {}, etag: null }, { a: 1 }, false)?.headers).toMatchObject({
      'If-None-Match': '*',
    });
  });
});

describe('two versions of a document', () => {
  it('are merged so that each change of one alone is kept', () => {
    const base = { a: 1, b: 1, c: 1, d: { e: 1, f: 1 } };
    const mine = { a: 2, b: 1, c: 2, d: { e: 2, f: 1 } };
    const theirs = { a: 1, b: 3, c: 3, d: { e: 1, f: 3 }, g: 3 };
    const differences = differencesOf(base, mine, theirs);
    expect(differences.map(({ path, changedBy }) => [path.join('.'), changedBy])).toEqual([
      ['a', 'me'],
      ['b', 'them'],
      ['c', 'both'],
      ['d.e', 'me'],
      ['d.f', 'them'],
      ['g', 'them'],
    ]);
    expect(resolved(theirs, differences, firstChoice)).toEqual({ a: 2, b: 3, c: 2, d: { e: 2, f: 3 }, g: 3 });
  });

  it('become mine or theirs if every field is chosen so', () => {
    fc.assert(
      fc.property(objects, objects, objects, (base, mine, theirs) => {
        const differences = differencesOf(base, mine, theirs);
        expect(resolved(theirs, differences, () => 'mine')).toEqual(mine);
        expect(resolved(theirs, differences, () => 'theirs')).toEqual(theirs);
      }),
    );
  });
});

it('a violation is placed at the field that has its value', () => {
  const violations = [
    { pointer: '/tags/1', message: 'Too short' },
    { pointer: '/tags', message: 'Too few' },
    { pointer: '', message: 'Unrecognized key: "x"' },
  ];
  expect(placed(violations, ['/tag', '/tags'])).toEqual({
    byField: { '/tags': '1: Too short Too few' },
    others: [{ pointer: '', message: 'Unrecognized key: "x"' }],
  });
});
