import { z } from 'astro/zod';
import sql, { raw, type Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Leaf, Operator, Scalar } from '../../../../src/lib/documents/query/filter/condition.ts';
import { defineCollections } from '../../../../src/lib/documents/schema/collection.ts';
import { type FieldPath, parseFieldPath } from '../../../../src/lib/documents/schema/field-path.ts';
import type { ScalarType } from '../../../../src/lib/documents/schema/fields.ts';
import { conditionOf } from '../../../../src/lib/documents/store/sql/condition/condition-sql.ts';
import { contains, matchesByScan } from '../../../../src/lib/documents/store/sql/condition/substring.ts';
import { addCollections, removeCollections, seed } from '../../../support/worker/documents.ts';
import { database } from '../../../support/worker/worker.ts';

const DOCUMENTS = [
  { id: 1, value: 'Éclair', word: 'é' },
  { id: 2, value: '100%', word: 'b' },
  { id: '3', value: 20, count: 20 },
  { id: 4, value: 3.5, count: 3.5 },
  { id: 5, value: true, flag: true },
  { id: 6, value: false, flag: false },
  { id: 7, value: ['a', 'b', 1] },
  { id: 8, value: null },
  { id: 9, value: { a: 'b' } },
  { id: 10 },
];

const collections = defineCollections({ things: { schema: z.looseObject({}) } });

beforeAll(async () => {
  await addCollections(collections);
  await seed('things', DOCUMENTS);
});

afterAll(async () => removeCollections(collections));

/** The ids of the documents for which the condition is true. */
async function idsWhere(condition: Sql): Promise<string> {
  const statement = sql`SELECT d.id FROM things AS d WHERE ${condition} ORDER BY d.seq`;
  const db = database();
  const { results } = await db
    .prepare(statement.sql)
    .bind(...statement.values)
    .all<{ id: string }>();
  return results.map(({ id }) => id).join(' ');
}

function filter(name: string, operator: Operator, values: Scalar[], types: ScalarType[] | null): Sql {
  const path = parseFieldPath(name) as FieldPath;
  const field = {
    path,
    scalars: types && new Set(types),
    isIndexed: false,
    isColumn: false,
    isRequired: false,
    isSearched: true,
  };
  return conditionOf({ kind: 'leaf', field, operator, values } as Leaf);
}

describe('conditionOf() on D1', () => {
  it.each<[string, Operator, Scalar[], ScalarType[] | null, string]>([
    ['value', 'eq', ['20'], null, '3'],
    ['value', 'eq', ['20.0'], null, ''],
    ['value', 'eq', ['3.5', 'Éclair'], null, '1 4'],
    ['value', 'eq', ['éclair'], null, ''],
    ['value', 'eq', ['true'], null, '5'],
    ['value', 'eq', ['a,b,1'], null, '7'],
    ['value', 'eq', ['null'], null, ''],
    ['count', 'eq', ['20'], ['number'], '3'],
    ['count', 'eq', ['20.0'], ['number'], ''],
    ['flag', 'eq', ['x', 'false'], ['boolean'], '6'],
    ['flag', 'eq', ['x'], ['boolean'], ''],
    ['value', 'ne', ['20', 'true'], null, '1 2 4 6 7'],
    ['value', 'gte', ['3.5'], null, '1 3 4 7'],
    ['count', 'gte', ['3.5'], ['number'], '3 4'],
    ['word', 'gt', ['b'], ['string'], '1'],
    ['value', 'lt', ['Infinity'], null, '2 3 4 5 6'],
    ['count', 'gt', ['x'], ['number'], ''],
    ['value', 'like', ['ÉCL'], null, '1'],
    ['value', 'like', ['0%'], null, '2'],
    ['value', 'like', ['A,B'], null, '7'],
    ['value', 'like', ['als'], null, '6'],
    ['value', 'like', ['20', '3.'], null, '3 4'],
    ['id', 'eq', ['1', '3', '99'], null, '1 3'],
    ['id', 'ne', ['1', '3'], null, '2 4 5 6 7 8 9 10'],
    ['other', 'eq', [''], null, ''],
    ['value', 'is', ['20', 20], null, '3'],
    ['value', 'is', [1, 0], null, ''],
    ['value', 'is', [true], null, '5'],
    ['value', 'is', [null, 3.5], null, '4 8'],
    ['value', 'is', ['a,b,1'], null, ''],
    ['value', 'is', [], null, ''],
    ['count', 'is', [20, null], ['number'], '3'],
    ['flag', 'is', [true], ['boolean'], '5'],
    ['flag', 'is', [false, 'x'], ['boolean', 'string'], '6'],
    ['word', 'is', ['é', 'b'], ['string'], '1 2'],
    ['value', 'isNot', [null, 20], null, '1 2 4 5 6 7 9'],
    ['value', 'isNot', [], null, '1 2 3 4 5 6 7 8 9'],
    ['word', 'isNot', ['b'], ['string'], '1'],
    ['id', 'is', ['1', '3'], null, '1 3'],
    ['id', 'isNot', ['1', '3'], null, '2 4 5 6 7 8 9 10'],
    ['value', 'has', ['b'], null, '7'],
    ['value', 'has', [1], null, '7'],
    ['value', 'has', ['1', 'true', true], null, ''],
    ['value', 'exists', [false], null, '8 10'],
    ['value', 'exists', [true], null, '1 2 3 4 5 6 7 9'],
    ['value', 'exists', [true, false], null, '1 2 3 4 5 6 7 8 9 10'],
    ['value', 'contains', ['LAIR'], null, '1'],
    ['value', 'contains', ['2', '00'], null, '2'],
    ['value', 'contains', [''], null, '1 2'],
    ['value', 'startsWith', ['éCL'], null, '1'],
    ['word', 'startsWith', ['É'], ['string'], '1'],
    ['value', 'startsWith', ['clair'], null, ''],
    ['value', 'startsWith', [''], null, '1 2'],
    ['value', 'endsWith', ['AIR', '%'], null, '1 2'],
    ['value', 'endsWith', ['100%100%'], null, ''],
    ['value', 'endsWith', [''], null, '1 2'],
    ['id', 'startsWith', ['1'], null, '1 10'],
    ['id', 'endsWith', ['0'], null, '10'],
  ])('%s %s %j with types %j matches the ids %j', async (name, operator, values, types, expected) => {
    expect(await idsWhere(filter(name, operator, values, types))).toBe(expected);
  });
});

describe('matchesByScan() on D1', () => {
  it.each([
    ['éclair', '1'],
    ['lai', '1'],
    ['É', '1'],
    ['0', '2 3 10'],
    ['%', '2'],
    ['B', '2 7 9'],
    ['true', '5'],
    ['false', ''],
    ['a,b', ''],
    ['', '1 2 3 4 5 6 7 8 9 10'],
  ])('%j matches the ids %j', async (text, expected) => {
    expect(await idsWhere(matchesByScan(text, collections.things))).toBe(expected);
  });
});

describe('contains() on D1', () => {
  it.each([
    ['Straße', 'STRASSE', 0],
    ['Straße', 'straße', 1],
    ['ΛΌΓΟΣ', 'λόγοσ', 1],
    ['a_b', 'A_B', 1],
    ['axb', 'a_b', 0],
    ["it's", "T'S", 1],
    ['x', '', 1],
  ])('%j contains %j: %d', async (text, needle, expected) => {
    const statement = sql`SELECT ${contains(raw(`'${text.replaceAll("'", "''")}'`), needle)} AS found`;
    const db = database();
    const row = await db
      .prepare(statement.sql)
      .bind(...statement.values)
      .first<{ found: number }>();
    expect(row?.found).toBe(expected);
  });
});
