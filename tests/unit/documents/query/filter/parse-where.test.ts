import { z } from 'astro/zod';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../../../src/lib/documents/query/filter/condition.ts';
import { parseListQuery } from '../../../../../src/lib/documents/query/parse-query.ts';
import { defineCollections } from '../../../../../src/lib/documents/schema/collection.ts';

const collections = defineCollections({
  posts: {
    schema: z.strictObject({
      title: z.string(),
      views: z.number(),
      author: z.object({ name: z.string(), or: z.string() }).loose(),
      bounds: z.object({ gt: z.number(), neq: z.number() }).loose(),
      tags: z.array(z.string()),
      and: z.string(),
    }),
  },
  loose: { schema: z.looseObject({}) },
});
type Name = keyof typeof collections;

function whereOf(json: unknown, name: Name = 'posts', others = ''): string {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const parameters = new URLSearchParams(`${others}&${new URLSearchParams({ _where: text })}`);
  return written(parseListQuery(parameters, collections[name], collections).where);
}

/** A condition as text: `(title is ["x"] and views gt ["1"])`. */
function written(condition: Condition): string {
  if (condition.kind === 'leaf') {
    const { field, operator, values } = condition;
    return `${field.path.join('.')} ${operator} ${JSON.stringify(values)}`;
  }
  return `(${condition.conditions.map(written).join(` ${condition.kind} `)})`;
}

describe('_where', () => {
  it.each<[unknown, string]>([
    [{ title: { eq: 'x' } }, 'title is ["x"]'],
    [{ title: 'x' }, 'title is ["x"]'],
    [{ title: null }, 'title is [null]'],
    [{ views: { in: [1, 2, 3] } }, 'views is [1,2,3]'],
    [{ views: { in: 1 } }, 'views is [1]'],
    [{ views: { in: [] } }, 'views is []'],
    [{ views: { gt: 1, lte: 9 } }, '(views gt ["1"] and views lte ["9"])'],
    [{ views: { exists: false } }, 'views exists [false]'],
    [{ tags: { has: 'a' } }, 'tags has ["a"]'],
    [{ title: { contains: 5 } }, 'title contains ["5"]'],
    [{ title: { ne: 'x' }, views: 1 }, '(title isNot ["x"] and views is [1])'],
    // Values of types that the schema does not allow in the field.
    [{ views: { in: ['1', 1, true] } }, 'views is [1]'],
    [{ id: { in: ['1', 1, 2, true] } }, 'id is ["1","2"]'],
    [{ 'author.name': { lt: 'm' } }, 'author.name lt ["m"]'],
    [{ author: { name: { lt: 'm' } } }, 'author.name lt ["m"]'],
    [{ author: { name: 'm', age: { gt: 5 } } }, '(author.name is ["m"] and author.age gt ["5"])'],
    [{ or: [{ title: 'a' }, { title: 'b' }] }, '(title is ["a"] or title is ["b"])'],
    [{ or: [{ title: 'a' }] }, 'title is ["a"]'],
    [
      { views: 1, or: [{ title: 'a' }, { and: [{ title: 'b' }, { views: 2 }] }] },
      '(views is [1] and (title is ["a"] or (title is ["b"] and views is [2])))',
    ],
    [{ and: [{ and: [{ title: 'a' }] }, { views: 1 }] }, '(title is ["a"] and views is [1])'],
    [{ author: { or: [{ name: 'a' }, { name: 'b' }] } }, '(author.name is ["a"] or author.name is ["b"])'],
    // Groups without conditions.
    [{}, '()'],
    [{ and: [] }, '()'],
    [{ or: [{}, { title: 'a' }], views: 1 }, 'views is [1]'],
    // Fields that are named like a group or an operator.
    [{ and: 'x' }, 'and is ["x"]'],
    [{ author: { or: { eq: 'x' } } }, 'author.or is ["x"]'],
    [{ 'bounds.gt': { gt: 5 } }, 'bounds.gt gt ["5"]'],
    [{ bounds: { neq: 5 } }, 'bounds.neq is [5]'],
  ])('%j is the condition %s', (json, expected) => {
    expect(whereOf(json)).toBe(expected);
  });

  it('matches nothing if it has an empty or, also with other conditions', () => {
    const parsed = parseListQuery(
      new URLSearchParams({ title: 'x', _where: '{"or":[]}' }),
      collections.posts,
      collections,
    );
    expect(parsed.where).toEqual({ kind: 'or', conditions: [] });
  });

  it('is combined with the filters of other parameters', () => {
    expect(whereOf({ or: [{ views: 1 }, { views: 2 }] }, 'posts', 'title=x&views_gt=0')).toBe(
      '(title eq ["x"] and views gt ["0"] and (views is [1] or views is [2]))',
    );
  });

  it.each<[unknown, string]>([
    ['x', 'it must be a JSON object'],
    ['1', 'it must be a JSON object'],
    ['null', 'it must be a JSON object'],
    ['[{"title":"x"}]', 'it must be a JSON object'],
    ['{"title":', 'it must be a JSON object'],
    [{ nope: 1 }, 'at /nope, nope is not a field of posts; allowed: id, title'],
    [{ title: { like: 'x' } }, 'at /title/like, this operator does not exist; allowed: eq, ne, in'],
    [{ title: { eq: 'x', like: 'x' } }, 'at /title/like, this operator does not exist'],
    [{ views: { $gt: 1 } }, 'at /views/$gt, this operator does not exist'],
    [{ views: { not: { gt: 1 } } }, 'at /views/not, this operator does not exist'],
    [{ views: {} }, 'at /views, it must have an operator'],
    [{ views: [1, 2] }, 'at /views, it must be a value, an object of operators, or {"in":[…]}'],
    [{ views: { gt: true } }, 'at /views/gt, it must be a string or a number'],
    [{ views: { gt: null } }, 'at /views/gt, it must be a string or a number'],
    [{ views: { eq: [1] } }, 'at /views/eq, it must be a string, a number, true, false or null'],
    [{ views: { in: [[1]] } }, 'at /views/in, it must be an array of strings'],
    [{ views: { exists: 'false' } }, 'at /views/exists, it must be true or false'],
    ['{"views":1e999}', 'at /views, the number is too large'],
    ['{"title":"\\u0000"}', 'at /title, it must not contain a NUL'],
    [
      '{"title":{"contains":"\\ud800"}}',
      'at /title/contains, it must not contain a NUL character or an unpaired',
    ],
    [{ title: { contains: 'x'.repeat(65) } }, 'at /title/contains, a text that is searched has at most 64'],
    [{ or: { title: 'x' } }, 'at /or, it must be an array of objects'],
    [{ or: [{ title: 'x' }, 5] }, 'at /or/1, it must be a JSON object'],
    [{ or: [{ 'a/b~c': 1 }] }, 'at /or/0/a~1b~0c, a field is named by at most 8 names'],
    [{ title: { x: { y: 1 } } }, 'at /title/x/y, title.x.y is not a field'],
  ])('%j is refused: %s', (json, rule) => {
    expect(() => whereOf(json)).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'bad-parameter',
        message: expect.stringContaining('The parameter _where cannot be'),
        extensions: { errors: { _where: expect.stringContaining(rule) } },
      }),
    );
  });

  it('refuses a name that looks like an operator in a loose collection too', () => {
    expect(() => whereOf({ a: { neq: 1 } }, 'loose')).toThrow('at /a/neq, this operator does not exist');
    expect(whereOf({ a: { near: 1 } }, 'loose')).toBe('a.near is [1]');
  });

  const nested = (levels: number): unknown =>
    levels === 0 ? { title: 'x' } : { [levels % 2 ? 'or' : 'and']: [nested(levels - 1), { views: levels }] };
  const chained = (names: number) => JSON.parse(`${'{"a":'.repeat(names)}1${'}'.repeat(names)}`) as unknown;

  it('nests `and` and `or` at most 5 levels deep, and names of fields at most 8', () => {
    expect(whereOf(nested(5))).toContain('title');
    expect(() => whereOf(nested(6))).toThrow('nested at most 5 levels deep');
    expect(whereOf(chained(8), 'loose')).toContain('a.a.a.a.a.a.a.a is');
    for (const names of [9, 3_000]) {
      expect(() => whereOf(chained(names), 'loose')).toThrow('at most 8 names');
    }
  });

  it('counts its conditions with those of other parameters, up to 30', () => {
    const or = (count: number) => ({ or: Array.from({ length: count }, (_, i) => ({ views: { gt: i } })) });
    expect(whereOf(or(29), 'posts', 'title=x')).toContain('views gt ["28"]');
    expect(() => whereOf(or(30), 'posts', 'title=x')).toThrow('has 31 conditions; at most 30');
    expect(whereOf({ views: { in: Array.from({ length: 500 }, (_, i) => i) } })).toContain('499');
  });

  it('counts its names with those of other parameters, up to 2,000 characters', () => {
    const or = (count: number) => ({
      or: Array.from({ length: count }, (_, i) => ({ [`${'n'.repeat(198)}${i}`]: 1 })),
    });
    const others = (last: string) => `${'m'.repeat(199)}=1&${last}=1`;
    expect(whereOf(or(9), 'loose', others('operand_gt'))).toContain('operand gt');
    expect(() => whereOf(or(9), 'loose', others('operands_gt'))).toThrow(
      'have 2001 characters; at most 2000',
    );
  });
});
