import fc from 'fast-check';
import { expect, it } from 'vitest';
import { call, isLost, TOKEN } from '../../support/worker/worker.ts';

const AUTHORIZED = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

/** Text with a meaning in SQL, JSON, URLs or the file system, and random text. */
const nasty = fc.oneof(
  fc.constantFrom(
    "' OR 1=1 --",
    "'; DROP TABLE documents; --",
    '") OR ("1"="1',
    '$.a[0]',
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '%00',
    '%',
    '%25%32%35',
    '%E0%A4%A',
    '\u0000',
    '\u{1f680}',
    '*',
    '"',
    '\\',
    '(',
    '_',
    '-1',
    '1e999',
    'NaN',
    '9'.repeat(40),
    'x'.repeat(3000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const name = fc.oneof(
  nasty,
  fc.constantFrom(
    '_page',
    '_limit',
    '_start',
    '_end',
    '_sort',
    '_order',
    '_embed',
    '_expand',
    '_fields',
    'q',
    'id',
  ),
  fc.constantFrom('name', 'name_like', 'name_gte', 'name_ne', 'a.0.b_lt', 'id_like', 'tags.0', 'userId'),
);
const path = fc.oneof(
  fc.constantFrom(
    '/api/users',
    '/api/pictures',
    '/api/users/1',
    '/api/users/1/pictures',
    '/api',
    '/api/0.json',
  ),
  fc.array(nasty, { maxLength: 4 }).map((segments) => `/api/${segments.map(encodeURIComponent).join('/')}`),
  nasty.map((raw) => `/api/users/${raw.replaceAll(/[^\x21-\x7e]|[?#]/g, '')}`),
);
const header = fc.oneof(
  fc.tuple(
    fc.constantFrom('if-match', 'if-none-match', 'idempotency-key', 'accept', 'x-request-id', 'range'),
    nasty,
  ),
  fc.tuple(fc.constantFrom('if-modified-since', 'content-type', 'authorization', 'origin'), nasty),
);
const body = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.json({ maxDepth: 3 }).map((value) => `{"name":${value}}`),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from(bytes)),
);

it('the responses to random hostile requests are never 5xx, and every 4xx has a message', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'),
      path,
      fc.array(fc.tuple(name, nasty), { maxLength: 4 }),
      fc.array(header, { maxLength: 2 }),
      body,
      async (method, pathname, parameters, headers, content) => {
        const query = new URLSearchParams(parameters).toString();
        const response = await call(query === '' ? pathname : `${pathname}?${query}`, {
          method,
          headers: {
            ...AUTHORIZED,
            ...Object.fromEntries(headers.map(([key, value]) => [key, headerValue(value)])),
          },
          ...(['GET', 'HEAD', 'OPTIONS'].includes(method) ? {} : { body: content }),
        });
        if (await isLost(response)) return;
        const text = await response.text();
        expect({ status: response.status, text }).toSatisfy(({ status }) => status < 500);
        if (
          response.status >= 400 &&
          method !== 'HEAD' &&
          isApi(pathname) &&
          response.headers.has('x-request-id')
        ) {
          expect(JSON.parse(text)).toMatchObject({
            status: response.status,
            message: expect.stringMatching(/./),
          });
        }
      },
    ),
    { numRuns: 400 },
  );
});

/** Whether the path is below /api once its dot segments are resolved. */
function isApi(path: string): boolean {
  return new URL(path, 'http://localhost').pathname.startsWith('/api');
}

function headerValue(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').trim();
}

it.each([
  ['1,000 different parameters', 400, Array.from({ length: 1000 }, (_, i) => `f${i}=1`).join('&')],
  ['one parameter 1,000 times', 200, Array.from({ length: 1000 }, (_, i) => `name=${i}`).join('&')],
  [
    '1,000 range conditions on one field',
    400,
    Array.from({ length: 1000 }, (_, i) => `age_gte=${i}`).join('&'),
  ],
  ['a field path of 1,000 names', 400, `${'a.'.repeat(999)}a=1`],
  [
    '30 conditions on long field paths',
    400,
    Array.from({ length: 30 }, (_, i) => `${'a'.repeat(90)}${i}.${'0.b'.repeat(20)}_gte=1`).join('&'),
  ],
  ['30 range conditions', 200, Array.from({ length: 30 }, (_, i) => `f${i}.0_gte=${i}`).join('&')],
  ['q of 8,000 characters', 400, `q=${'x'.repeat(8000)}`],
  ['SQL in a value', 200, `name=${encodeURIComponent("x' OR '1'='1")}`],
  ['SQL in a parameter name', 400, `${encodeURIComponent("name' OR '1'='1")}=x`],
  ['SQL in _sort', 400, `_sort=${encodeURIComponent('name; DROP TABLE documents')}`],
  ['SQL in _fields', 400, `_fields=${encodeURIComponent("a'||(select 1)||'")}`],
  ['FTS5 syntax in q', 200, `q=${encodeURIComponent('"abc" OR NEAR(x y) *')}`],
  ['the parameters __proto__ and constructor', 200, '__proto__=1&constructor=1'],
])('the response to a list with %s is %d', async (_, status, query) => {
  const response = await call(`/api/users?${query}`);
  expect(response.status).toBe(status);
  if (status === 200) expect(await response.json()).toEqual([]);
});
