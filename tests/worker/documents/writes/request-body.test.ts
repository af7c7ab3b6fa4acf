import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('the body of a write', () => {
  it.each([
    ['malformed JSON', 400, '{"name":'],
    ['no content', 400, ''],
    ['an array', 422, '[]'],
    ['a string', 422, '"x"'],
    ['null', 422, 'null'],
    ['a missing field', 422, '{}'],
    ['an empty name', 422, '{"name":""}'],
    ['a number beyond the range of a double', 422, '{"name":"x","n":1e400}'],
    ['a number beyond 2^53', 422, '{"name":"x","n":9007199254740993}'],
    ['NUL in a value', 422, '{"name":"\\u0000"}'],
    ['NUL in a field name', 422, '{"name":"x","\\u0000":1}'],
    ['half a surrogate pair', 422, '{"name":"\\ud800"}'],
    ['a field __proto__', 422, '{"name":"x","__proto__":{"a":1}}'],
    ['nesting 101 deep', 422, `{"name":"x","a":${'['.repeat(101)}${']'.repeat(101)}}`],
    ['nesting 10,000 deep', 422, `{"name":"x","a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['an id that is an object', 422, '{"name":"x","id":{}}'],
    ['an id that is a fraction', 422, '{"name":"x","id":1.5}'],
    ['an id of 201 characters', 422, `{"name":"x","id":"${'i'.repeat(201)}"}`],
    ['an id that no URL path can contain', 422, '{"name":"x","id":".."}'],
  ])('with %s is %d, and nothing is stored', async (_, status, body) => {
    for (const [method, path] of [
      ['POST', '/api/users'],
      ['PUT', '/api/users/2'],
    ] as const) {
      const response = await write(method, path, body);
      expect(response.status).toBe(status);
      expect(((await response.json()) as { message: string }).message).not.toBe('');
    }
    expect(await (await call('/api/users')).text()).toBe(
      '[{"id":0,"name":"Sarah"},{"id":1,"name":"Chris"},{"id":2,"name":"Yan"},{"id":3,"name":"Elian"}]',
    );
  });

  it('that is not UTF-8 is 400', async () => {
    const response = await write('POST', '/api/users', new Uint8Array([0x7b, 0xff, 0x7d]));
    expect(response.status).toBe(400);
  });
});

describe('the size of a body', () => {
  it('above 1 MiB is 413, with or without Content-Length', async () => {
    const big = JSON.stringify({ name: 'x', bio: 'x'.repeat(1024 * 1024) });
    expect((await write('POST', '/api/users', big)).status).toBe(413);
    expect((await write('POST', '/api/users', new Blob([big]).stream())).status).toBe(413);
    expect((await write('POST', '/api/users', { name: 'x', bio: 'x'.repeat(1024 * 1000) })).status).toBe(201);
  });

  it('counts as it would be stored: numbers that grow above 1 MiB are 413', async () => {
    const numbers = `{"name":"x","n":[${'1e15,'.repeat(70_000)}1]}`;
    expect((await write('POST', '/api/users', numbers)).status).toBe(413);
  });
});

describe('the type of a body', () => {
  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/jsonp', ''])(
    '%j is 415 and the message names application/json',
    async (type) => {
      const response = await write('POST', '/api/users', '{"name":"x"}', { 'content-type': type });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining('application/json') });
    },
  );

  it.each([
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['a content encoding', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('with %s is 415', async (_, headers) => {
    const response = await write('POST', '/api/users', '{"name":"x"}', headers);
    expect(response.status).toBe(415);
  });
});

describe('the violations of a strict schema', () => {
  const picture = { title: 't', source: 's', alt: 'a' };

  it('are listed with a JSON Pointer each', async () => {
    const response = await write('POST', '/api/pictures', { title: '', alt: 'x', 'a/b': 1, tags: [1] });
    expect(response.status).toBe(422);
    const problem = (await response.json()) as { violations: { pointer: string }[]; errors: object };
    expect(problem.violations.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/a~1b',
      '/source',
      '/tags/0',
      '/title',
    ]);
    expect(Object.keys(problem.errors).toSorted()).toEqual(['a~1b', 'source', 'tags.0', 'title']);
  });

  it.each([1_000, 99_000])('have a short response when there are %d', async (count) => {
    const tags = Array.from({ length: count }, () => 1);
    const response = await write('POST', '/api/pictures', { ...picture, tags });
    expect(response.status).toBe(422);
    expect((await response.text()).length).toBeLessThan(20_000);
  });

  it('have a short response when 20,000 fields are unknown', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`field${i}`, i]));
    const response = await write('POST', '/api/pictures', { ...picture, ...unknown });
    expect(response.status).toBe(422);
    expect((await response.text()).length).toBeLessThan(30_000);
  });
});
