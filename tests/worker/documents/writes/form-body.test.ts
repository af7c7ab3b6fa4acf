import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

const FORM = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };

describe('a form body (application/x-www-form-urlencoded)', () => {
  it.each<[string, object]>([
    ['name=Ada', { name: 'Ada' }],
    ['name=Ada+L%C3%B6velace&age=36', { name: 'Ada Lövelace', age: '36' }],
    ['name=Ada&tag=a&tag=b', { name: 'Ada', tag: ['a', 'b'] }],
    ['name=Ada&tag%5B%5D=a', { name: 'Ada', tag: ['a'] }],
    ['z=1&name=Ada&a=', { z: '1', name: 'Ada', a: '' }],
    ['name=%', { name: '%' }],
    ['name=Ada&_method=DELETE', { name: 'Ada', _method: 'DELETE' }],
  ])('%s is stored as strings, and repeated names as arrays', async (body, expected) => {
    const response = await write('POST', '/api/users', body, FORM);
    expect(response.status).toBe(201);
    const text = (await response.text()).replace(/"id":\d+,/, '');
    expect(text).toBe(JSON.stringify(expected));
  });

  it('replaces with PUT and merges with PATCH', async () => {
    expect(await (await write('PUT', '/api/users/2', 'name=Ada', FORM)).json()).toEqual({
      id: 2,
      name: 'Ada',
    });
    expect(await (await write('PATCH', '/api/users/2', 'city=Paris', FORM)).json()).toEqual({
      id: 2,
      name: 'Ada',
      city: 'Paris',
    });
  });

  it('has an array where the schema declares one', async () => {
    const response = await write('POST', '/api/pictures', 'title=t&source=s&alt=a&tags=night', FORM);
    expect(await response.json()).toMatchObject({ tags: ['night'] });
  });

  it.each([
    ['without content', 422, ''],
    ['with an undeclared name alone', 422, 'nope=1'],
    ['with an empty name of the document', 422, 'name='],
    ['with NUL', 422, 'name=%00'],
    ['with the field __proto__', 422, 'name=x&__proto__=1'],
    ['with two values of a text', 422, 'name=x&name=y'],
    ['above 1 MiB', 413, `name=${'x'.repeat(1024 * 1024)}`],
  ])('%s has the status %d', async (_, status, body) => {
    expect((await write('POST', '/api/users', body, FORM)).status).toBe(status);
  });

  it('of 100,000 names is answered without a 5xx', async () => {
    const body = Array.from({ length: 100_000 }, (_, i) => `f${i}`).join('&');
    expect((await write('POST', '/api/users', body, FORM)).status).toBe(422);
  });
});
