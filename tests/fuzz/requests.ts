import fc from 'fast-check';
import { RESERVED_PARAMETERS } from '../../src/lib/documents/schema/reserved-names.ts';
import { PROBLEM_KINDS } from '../../src/lib/http/problem/problem-codes.ts';
import { OPTIONS } from '../../src/lib/images/options/options.ts';
import { bodies, type FuzzBody, validBodies } from './bodies.ts';
import { headerLists, likelyHeaders } from './headers.ts';
import { anyText, MARK } from './texts.ts';

export interface FuzzRequest {
  method: string;
  /** Path and query, as they are sent. */
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: FuzzBody | null;
}

/** Methods that workerd parses. The usual ones are more frequent. */
const METHODS = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS') },
  { weight: 6, arbitrary: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...'TRACE COPY LOCK MKCOL MOVE PROPFIND PROPPATCH PURGE SEARCH UNLOCK ACL REPORT MERGE SUBSCRIBE'.split(
        ' ',
      ),
    ),
  },
);

/** A segment of a path: encoded once, twice, badly, or not at all. */
const segments = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('1', '2', '3', '0', 'at-a-path', MARK) },
  { weight: 2, arbitrary: anyText(40).map(encodeURIComponent) },
  { weight: 1, arbitrary: anyText(20).map((text) => encodeURIComponent(encodeURIComponent(text))) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '%',
      '%ff',
      '%00',
      '%E0%A4%A',
      '..',
      '%2e%2e',
      '%2F',
      '%5C',
      '%0d%0aX:1',
      '-1',
      '1.0',
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 3000 }).map((length) => 'a'.repeat(length)) },
);

const collections = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('users', 'pictures') },
  { weight: 1, arbitrary: fc.constantFrom('nope', 'Users', '_collections', 'sqlite_schema', '__proto__') },
  { weight: 1, arbitrary: segments },
);

const optionNames = [...Object.keys(OPTIONS), 'w', 'h', 'q', 'f', 'dpr', MARK];
const imageOptions = fc
  .array(
    fc.tuple(
      fc.constantFrom(...optionNames),
      fc.oneof(
        fc.constantFrom(
          'auto',
          'webp',
          'json',
          'cover',
          '160',
          '320',
          '0',
          '-1',
          '1e9',
          'NaN',
          'true',
          '',
          'redirect',
        ),
        fc.integer({ min: -10, max: 20_000 }).map(String),
        anyText(12).map(encodeURIComponent),
      ),
    ),
    { maxLength: 5 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join(',') || '_');
const imageSources = fc.oneof(
  fc.constantFrom('pictures/orbit.jpg', 'pictures/none.jpg', '..%2fpackage.json', '_headers', ''),
  fc
    .constantFrom('ok.png', 'missing', 'error', 'html', 'empty', 'redirect', 'loop')
    .map((name) => `https://docs.astro.build/${name}`),
  fc.constantFrom(
    'http://127.0.0.1:80/x',
    'https://169.254.169.254/latest',
    'https://evil.example/x',
    'file:///etc/passwd',
  ),
  segments,
);

const paths = fc.oneof(
  { weight: 4, arbitrary: collections.map((name) => `/api/${name}`) },
  { weight: 4, arbitrary: fc.tuple(collections, segments).map(([name, id]) => `/api/${name}/${id}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(collections, segments, collections).map((parts) => `/api/${parts.join('/')}`),
  },
  { weight: 2, arbitrary: segments.map((id) => `/api/${id}.json`) },
  {
    weight: 2,
    arbitrary: fc.tuple(imageOptions, imageSources).map(([options, source]) => `/image/${options}/${source}`),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/',
      '/hello',
      '/image.jpg',
      '/method.json',
      '/health.json',
      '/404',
      '/api',
      '/image',
      '/_image',
    ),
  },
  { weight: 1, arbitrary: collections.map((name) => `/schemas/${name}.json`) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(PROBLEM_KINDS)).map((code) => `/problems/${code}`) },
  { weight: 1, arbitrary: fc.array(segments, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`) },
  { weight: 1, arbitrary: segments.map((name) => `/problems/${name}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '//',
      '//api//users',
      '/api/users/',
      '/api/./users',
      '/api/../hello',
      '/hello/',
    ),
  },
);

const fields = fc.constantFrom(
  'id',
  'name',
  'title',
  'userId',
  'nope',
  'a.b.c',
  'a'.repeat(201),
  MARK,
  '__proto__',
  '$',
  '"',
);
const operators = fc.constantFrom(
  ...[
    '',
    '_gte',
    '_lte',
    '_ne',
    '_like',
    ':eq',
    ':in',
    ':contains',
    ':startsWith',
    ':has',
    ':exists',
    ':lt',
    ':nope',
  ],
);
const values = fc.oneof(
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '10001',
    '1e309',
    'null',
    'true',
    '',
    'name',
    '-name',
    'users',
    'pictures',
    'user',
    'asc',
    'csv',
    'ndjson',
  ),
  fc.constantFrom(
    '{"name":{"contains":"a"}}',
    '{"or":[{"id":1},{"and":[{"name":"x"}]}]}',
    '{"or":'.repeat(40),
    '[]',
    '{"__proto__":{"eq":1}}',
  ),
  anyText(80),
  fc.integer({ min: 60, max: 3000 }).map((length) => 'é'.repeat(length)),
);
const parameters = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...RESERVED_PARAMETERS.map(({ name }) => name)) },
    { weight: 4, arbitrary: fc.tuple(fields, operators).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: anyText(20) },
  ),
  values,
);
const queries = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 5,
    arbitrary: fc
      .array(parameters, { minLength: 1, maxLength: 8 })
      .map((pairs) => `?${new URLSearchParams(pairs.map(([name, value]) => [name, value]))}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '?',
      '?&&',
      '?=',
      '?%',
      '?a',
      `?${'&'.repeat(50)}`,
      '?_page=%ff',
      `?${'a=1&'.repeat(200)}`,
    ),
  },
);

/** A URL that Cloudflare accepts: at most 16 KB (https://developers.cloudflare.com/workers/platform/limits/). */
const targets = fc.tuple(paths, queries).map(([path, query]) => `${path}${query}`.slice(0, 16_000));

const anyRequests: fc.Arbitrary<FuzzRequest> = fc
  .record({
    method: METHODS,
    target: targets,
    headers: headerLists,
    body: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: bodies }),
  })
  .map((request) => (['GET', 'HEAD'].includes(request.method) ? { ...request, body: null } : request));

/** Writes that mostly succeed, so that other requests find documents. */
const likelyWrites: fc.Arbitrary<FuzzRequest> = fc
  .record({
    method: fc.constantFrom('POST', 'POST', 'PUT', 'PATCH', 'DELETE'),
    name: fc.constantFrom('users', 'users', 'pictures'),
    id: fc.constantFrom('1', '2', '3', '9', 'at-a-path'),
    body: validBodies,
    headers: likelyHeaders,
  })
  .map(({ method, name, id, body, headers }) => ({
    method,
    target: method === 'POST' ? `/api/${name}` : `/api/${name}/${id}`,
    headers,
    body: method === 'DELETE' ? null : body,
  }));

/** Streams of documents that other requests have created, by `_format` or by `Accept`. */
const streams: fc.Arbitrary<FuzzRequest> = fc
  .record({
    name: fc.constantFrom('users', 'pictures', 'users/1/pictures'),
    format: fc.constantFrom('_format=csv', '_format=ndjson', ''),
    accept: fc.constantFrom('text/csv', 'application/x-ndjson', 'text/*', '*/*'),
    query: fc.oneof(
      fc.constantFrom(
        '',
        '_sort=-name',
        '_limit=2',
        '_start=-1',
        '_embed=pictures',
        '_expand=user',
        '_fields=name',
      ),
      fc.tuple(parameters).map((pairs) => String(new URLSearchParams(pairs))),
    ),
    headers: fc.oneof(fc.constant<[string, string][]>([]), likelyHeaders),
  })
  .map(({ name, format, accept, query, headers }) => ({
    method: 'GET',
    target: `/api/${name}?${[format, query].filter(Boolean).join('&')}`.slice(0, 16_000),
    headers: [...headers.filter(([header]) => header !== 'accept'), ['accept', accept] as [string, string]],
    body: null,
  }));

export const requests = fc.oneof(
  { weight: 4, arbitrary: anyRequests },
  { weight: 1, arbitrary: likelyWrites },
  { weight: 1, arbitrary: streams },
);
