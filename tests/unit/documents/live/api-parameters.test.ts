import { expect, it } from 'vitest';
import { listParameters } from '../../../../src/lib/documents/live/api-parameters.ts';

it('a filter, an order, a window and relations become the parameters of the API', () => {
  const parameters = listParameters({
    filter: { city: 'Berlin', age: { gte: 18 } },
    search: 'yan',
    sort: ['-age', 'name'],
    start: 10,
    limit: 5,
    embed: ['posts'],
    expand: ['author'],
  });
  expect(Object.fromEntries(parameters)).toEqual({
    _where: '{"city":"Berlin","age":{"gte":18}}',
    q: 'yan',
    _sort: '-age,name',
    _start: '10',
    _limit: '5',
    _embed: 'posts',
    _expand: 'author',
    _total: 'none',
  });
});

it.each([
  [{ author: undefined }, 'author'],
  [{ or: [{ age: { gte: Number('x') } }] }, 'gte'],
  [{ age: Infinity }, 'age'],
  [{ id: { in: [1, undefined] } }, '1'],
])('a condition that JSON would lose or change is refused: %j', (filter, name) => {
  expect(() => listParameters({ filter })).toThrow(`at ${name}, it must be a value of JSON`);
});
