import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpResponse, http } from 'msw';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RESERVED_PARAMETERS } from '../../../src/lib/documents/schema/reserved-names.ts';
import { exampleRequest } from '../../../src/lib/openapi/example-request.ts';
import type { OpenApiDocument, Parameter } from '../../../src/lib/openapi/openapi-types.ts';
import { groupsOf, type PlacedOperation } from '../../../src/lib/openapi/operation-groups.ts';
import { isReference, nameOfRef } from '../../../src/lib/openapi/references.ts';
import { builtContract, contractFile } from '../../support/contract/built-contract.ts';
import { Recorder } from '../../support/contract/har.ts';
import { ownHeaders, responseOf } from '../../support/contract/openapi-responses.ts';
import { redocly } from '../../support/contract/redocly.ts';
import { png } from '../../support/images/images.ts';
import { restoreFirstDocuments } from '../../support/worker/documents.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { AUTHORIZED, call } from '../../support/worker/worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'perigee-drift-'));
afterAll(() => rmSync(folder, { recursive: true }));

const har = join(folder, 'run.har');
const DOCUMENT = contractFile();
const recorder = new Recorder();

const PICTURE = { title: 'Moon', source: '/pictures/orbit.jpg', alt: '', userId: 1, tags: ['moon'] };

/**
 * Requests of each operation, and of each kind of response that a client can cause. `drift` knows neither filters that
 * are members of an exploded object, nor that a request may lack the credential of a 401.
 */
type Sent = readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>];

const REQUESTS: readonly Sent[] = [
  ['GET', '/api'],
  ['GET', '/api/users'],
  ['GET', '/api/users?_page=1&_limit=2'],
  ['GET', '/api/users?_per_page=2&_page=2'],
  ['GET', '/api/pictures?_where={"userId":{"gte":1}}&_sort=-title&_total=none'],
  ['GET', '/api/pictures?userId=0&_expand=user'],
  ['GET', '/api/users?name=Yan&name=Sarah&_embed=pictures'],
  ['GET', '/api/users?q=sar'],
  ['GET', '/api/users?_format=ndjson&_sort=name'],
  ['GET', '/api/users/0/pictures?_format=csv'],
  ['GET', '/api/users?_page=x'],
  ['GET', '/api/users?_total=exact'],
  ['GET', '/api/users/2'],
  ['GET', '/api/users/none'],
  ['GET', '/api/users/%E0%A4%A'],
  ['GET', '/api/pictures/1?_expand=user'],
  ['GET', '/api/users/0/pictures'],
  ['GET', '/api/users/changes'],
  ['GET', '/api/users/changes?_since=2&_limit=1'],
  ['GET', '/api/users/changes?_since=999999'],
  ['GET', '/api/pictures/changes'],
  ['GET', '/api/0.json'],
  ['GET', '/api/9.json'],
  ['GET', '/hello'],
  ['GET', '/method.json'],
  ['POST', '/method.json'],
  ['PUT', '/method.json'],
  ['PATCH', '/method.json'],
  ['DELETE', '/method.json'],
  ['GET', '/health.json'],
  ['GET', '/built-with.json'],
  ['GET', '/openapi.json'],
  ['GET', '/schemas/users.json'],
  ['GET', '/llms.txt'],
  ['GET', '/reference'],
  ['GET', '/'],
  ['GET', '/problems/not-found'],
  ['GET', '/problems/none'],
  ['GET', '/image/width=40/none.jpg'],
  ['GET', '/image.jpg'],
  ['GET', '/schemas/none.json'],
  ['POST', '/api/users', { name: 'Ada' }],
  ['POST', '/api/users', { name: 'Joan' }, { 'idempotency-key': 'drift' }],
  ['POST', '/api/users', { name: 'Grace' }, { 'idempotency-key': 'drift' }],
  ['POST', '/api/users', [{ name: 'Linus' }, { id: 'dennis', name: 'Dennis' }]],
  ['POST', '/api/users', { id: 1, name: 'Taken' }],
  ['POST', '/api/users/1/pictures', PICTURE],
  ['POST', '/api/pictures', { ...PICTURE, id: 50 }],
  ['POST', '/api/pictures', { ...PICTURE, id: null }],
  ['PUT', '/api/users/1', { name: 'Christine' }],
  ['PUT', '/api/users/70', { name: 'New' }, { 'if-none-match': '*' }],
  ['PUT', '/api/users/70', { name: 'New' }, { 'if-none-match': '*' }],
  ['PUT', '/api/users/none', { name: 'Nobody' }],
  ['PATCH', '/api/pictures/50', { tags: null }, { 'content-type': 'application/merge-patch+json' }],
  ['PATCH', '/api/users/1', { city: 'Paris' }, { 'if-match': '"0"' }],
  ['PATCH', '/api/users?id=1&id=70', { city: 'Oslo' }],
  ['PUT', '/api/pictures/50', PICTURE],
  ['PATCH', '/api/pictures?id=50', { userId: 2 }],
  ['DELETE', '/api/pictures?id=50'],
  ['DELETE', '/api/users?id=dennis&id=nobody'],
  ['DELETE', '/api/users?id=dennis'],
  ['DELETE', '/api/users/70'],
  ['DELETE', '/api/pictures/4'],
  ['DELETE', '/api/users/70'],
];

const document = builtContract();
const operations = groupsOf(document).flatMap((group) => group.operations);

/** Values of header parameters that stop a write, and that a read takes. */
const HEADER_VALUES: Readonly<Record<string, string>> = {
  'If-Match': '"0"',
  'If-None-Match': '"0"',
  'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT',
  'Idempotency-Key': 'drift-refused',
  'X-D1-Bookmark': '00000001-00000001-00000001-0123456789abcdef0123456789abcdef',
};

function parametersOf({ parameters = [] }: PlacedOperation): Parameter[] {
  return parameters.flatMap((one) =>
    isReference(one) ? (document.components.parameters[nameOfRef(one)] ?? []) : one,
  );
}

function headersOf(operation: PlacedOperation): Record<string, string> {
  const names = parametersOf(operation).flatMap(({ name, in: place }) => (place === 'header' ? [name] : []));
  return Object.fromEntries(names.map((name) => [name, HEADER_VALUES[name] ?? '']));
}

/** Every parameter of every read of documents. What it selects does not matter. */
const SELECTIONS: readonly Sent[] = operations
  .filter(({ operationId }) => /:(list|read)$/.test(operationId))
  .flatMap((operation): Sent[] => {
    const [path = ''] = exampleRequest(operation, document).path.split('?');
    const queries = parametersOf(operation)
      .filter(({ name, in: place }) => place === 'query' && name !== 'any.filters')
      .map(({ name }) => RESERVED_PARAMETERS.find((one) => one.name === name)?.example ?? `${name}=1`);
    return [
      ...queries.map((query): Sent => ['GET', `${path}?${query}`]),
      ['GET', path, undefined, headersOf(operation)],
    ];
  });

/** What each write refuses, whatever it would write: nothing is written. */
const REFUSED_WRITES: readonly Sent[] = operations
  .filter(({ operationId, method }) => operationId.includes(':') && method !== 'GET')
  .flatMap((operation): Sent[] => {
    const { path, body } = exampleRequest(operation, document);
    const { method, path: template } = operation;
    const missing = path.replace(/\/\d+/, '/none').replace('?id=0', '?id=none').replace('?id=1', '?id=none');
    const wrong: Sent[] = [[method, path, body, { authorization: 'Bearer wrong' }]];
    if (missing !== path) wrong.push([method, missing, body]);
    if (template.endsWith('{id}')) wrong.push([method, path, body, headersOf(operation)]);
    if (body === undefined) return wrong;
    return [
      ...wrong,
      [method, path, '{"a":', headersOf(operation)],
      [method, path, body, { 'content-type': 'text/plain' }],
      [method, path, { name: 1, title: 1 }],
    ];
  });

/** A path of OpenAPI cannot say that a source has slashes, so `drift` does not find the operation. */
const IMAGES = ['/image/width=40,format=png/pictures/orbit.jpg', '/image/width=0/pictures/orbit.jpg'];

/** Requests that the document does not describe, since no client should send them. */
const REFUSED: typeof REQUESTS = [
  ['POST', '/api/pictures', { title: '' }],
  ['POST', '/api/users', { name: 'Ada' }, { 'content-type': 'text/plain' }],
  ['POST', '/api/users', '{"name":'],
  ['POST', '/api/users', { name: 'Ada' }, { authorization: 'Bearer wrong' }],
];

/** The example of every read. */
const READS = operations
  // `drift` does not find the operation of an image: see `IMAGES`.
  .filter(({ method, operationId }) => method === 'GET' && operationId !== 'makeImage')
  .map((operation): Sent => ['GET', exampleRequest(operation, document).path]);

const ALL = [...READS, ...SELECTIONS, ...REFUSED_WRITES, ...REQUESTS, ...REFUSED];

beforeAll(async () => {
  // The source of /image.jpg.
  upstream.use(http.get(`${HOST}/*`, () => new HttpResponse(png(2, 2))));
  for (const [method, path, body, headers = {}] of ALL) {
    const init = method === 'GET' ? { headers } : { method, headers: { ...AUTHORIZED, ...headers } };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    await recorder.fetch(path, body === undefined ? init : { ...init, body: text });
  }
  writeFileSync(har, recorder.har());
  for (const path of IMAGES) await recorder.fetch(path);
});

it('the Worker responds as /openapi.json says', async () => {
  const { code, output } = await redocly('drift', har, '--api', DOCUMENT, '--coverage');
  console.log(output.slice(output.indexOf('API coverage')));
  expect(output).toContain(`documented=${ALL.length} undocumented=0`);
  expect(output).toContain('Findings: total=0');
  expect(code).toBe(0);
  const [, met, of] = /operations\D+\d+%\s+(\d+)\/(\d+)/.exec(output) ?? [];
  expect([met, of], 'the operations that the requests of this file meet').toEqual([
    of,
    String(operations.length),
  ]);
});

it.each<[difference: string, change: (document: OpenApiDocument) => void]>([
  [
    'a member that is missing',
    ({ components }) => Object.assign(components.schemas['users'] ?? {}, { required: ['id', 'name', 'age'] }),
  ],
  ['an operation that is not listed', ({ paths }) => delete paths['/api/users/{id}']?.patch],
])('the check finds %s', async (_, change) => {
  const document = builtContract();
  change(document);
  const changed = join(folder, 'openapi.json');
  writeFileSync(changed, JSON.stringify(document));
  const { output } = await redocly('drift', har, '--api', changed);
  expect(output).not.toContain('Findings: total=0');
});

it('every status, code of a problem and header that the Worker sends is listed', async () => {
  const document = builtContract();
  const unlisted: string[] = [];
  for (const { method, path, response } of recorder.exchanges) {
    const request = `${method} ${path}`;
    const listed = responseOf(document, method, path, response.status);
    if (listed === null) {
      unlisted.push(`${request}: ${response.status}`);
      continue;
    }
    for (const name of ownHeaders(response)) {
      if (!listed.headers.has(name)) unlisted.push(`${request}: ${response.status} ${name}`);
    }
    if (response.headers.get('content-type') !== 'application/problem+json') continue;
    const { code } = (await response.clone().json()) as { code: string };
    if (!listed.codes.has(code)) unlisted.push(`${request}: ${code}`);
  }
  expect(unlisted).toEqual([]);
});

it('examples are responses of the Worker', async () => {
  await restoreFirstDocuments();
  const examples = Object.values(builtContract().paths)
    .flatMap(({ get }) => Object.values(get?.responses ?? {}))
    .flatMap((response) => ('content' in response ? Object.values(response.content ?? {}) : []))
    .flatMap(({ examples = {} }) => Object.values(examples));
  expect(examples.length).toBeGreaterThanOrEqual(4);
  for (const { summary, value } of examples) {
    const response = await call(summary.replace(/^GET /, ''));
    expect(await response.json(), summary).toEqual(value);
  }
});
