import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { rowReader } from '../../../scripts/lib/import/read/cell-value.ts';
import { Outcome } from '../../../scripts/lib/import/report/outcome.ts';
import { pendingOf } from '../../../scripts/lib/import/send/batch.ts';
import { isSameDocument } from '../../../scripts/lib/import/send/same-document.ts';
import { sendBatch } from '../../../scripts/lib/import/send/send-batch.ts';
import { send, workerApiOf } from '../../../scripts/lib/worker-api/worker-api.ts';

describe('a cell of CSV', () => {
  const number = { type: 'number' };
  it.each<[string, object, boolean, unknown]>([
    ['1', number, true, 1],
    ['1.5', number, true, 1.5],
    ['', number, false, undefined],
    ['', number, true, undefined],
    ['01', number, true, '01'],
    ['1e3', number, true, '1e3'],
    ['9007199254740993', number, true, '9007199254740993'],
    ['1', { type: 'integer' }, true, 1],
    ['1', { type: 'string' }, true, '1'],
    ['', { type: 'string' }, true, ''],
    ['', { type: 'string' }, false, undefined],
    ['', { anyOf: [{ type: 'string' }, { type: 'null' }] }, true, null],
    ['2', { anyOf: [{ type: 'number' }, { type: 'null' }] }, true, 2],
    ['2', { anyOf: [{ type: 'number' }, { type: 'string' }] }, true, '2'],
    ['2', {}, true, '2'],
    ['', {}, true, null],
    ['TRUE', { type: 'boolean' }, true, true],
    ['false', { type: 'boolean' }, true, false],
    ['yes', { type: 'boolean' }, true, 'yes'],
    ['[1]', { type: 'array' }, true, [1]],
    ['{"a":1}', { type: 'object' }, true, { a: 1 }],
    ['[1', { type: 'array' }, true, '[1'],
  ])('%j in a field of %j (required: %j) is %j', (text, field, isRequired, expected) => {
    const read = rowReader({ properties: { f: field }, required: isRequired ? ['f'] : [] });
    expect(read({ f: text })).toEqual(expected === undefined ? {} : { f: expected });
  });

  it.each([
    ['7', { id: 7 }],
    ['007', { id: '007' }],
    ['-7', { id: '-7' }],
    ['a', { id: 'a' }],
    ['', {}],
  ])('%j as an id is read as %j', (text, expected) => {
    expect(rowReader({})({ id: text })).toEqual(expected);
  });
});

describe('a stored document is the one that was sent', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1, b: null }, { a: 1 }, true],
    [{ a: '5' }, { a: 5 }, true],
    [{ b: 1, a: 2 }, { a: 2, b: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: [1, 2] }, { a: [2, 1] }, false],
    [{ a: [] }, { a: {} }, false],
    [{ a: '' }, {}, false],
    [{ a: [null] }, { a: [] }, false],
    [{ a: {} }, undefined, false],
  ])('%j and %j: %j', (sent, stored, expected) => {
    expect(isSameDocument(sent, stored)).toBe(expected);
  });

  it('for every JSON value and its copy', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => isSameDocument(value, structuredClone(value))));
  });
});

describe('the Worker that documents are sent to', () => {
  it.each([
    ['https://example.com/', 'https://example.com'],
    ['https://example.com/api/', 'https://example.com'],
    ['https://example.com/base/api', 'https://example.com/base'],
    ['http://localhost:9000', 'http://localhost:9000'],
  ])('--to %s is %s', (to, url) => {
    expect(workerApiOf(to, 'secret')).toEqual({ url, token: 'secret' });
  });

  it.each([
    ['example.com', 'it must be a URL'],
    ['ftp://example.com', 'it must be a URL'],
    ['https://example.com', 'needs a token: set PERIGEE_TOKEN or pass --token'],
  ])('--to %s is refused', (to, message) => {
    expect(() => workerApiOf(to, '')).toThrow(message);
  });

  it.each(['…', 'a b', 'a\n', 'a\r\nb: c', 'é', '\0'])(
    'refuses the token %j, which no header can contain',
    (token) => {
      expect(() => workerApiOf('https://example.com', token)).toThrow('The token is not valid');
    },
  );
});

describe('a request of an import', () => {
  /** Responds with each of the statuses in turn; 0 closes the connection. */
  async function serving(statuses: readonly number[], body: object = { detail: 'why' }) {
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      const status = statuses[requests.length] ?? 500;
      requests.push(request);
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, { 'retry-after': '0' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, requests, close: () => server.close() };
  }

  it.each([
    [[429, 201], 201],
    [[0, 503, 201], 201],
    [[409], 409],
    [[422, 201], 422],
    [[401, 201], 401],
  ])(
    'is repeated after the temporary failures among the statuses %j, and returns %i',
    async (statuses, status) => {
      const { url, requests, close } = await serving(statuses);
      const response = await send({ url, token: 'secret' }, 'POST', '/api/posts', '[{}]', {
        'idempotency-key': 'k',
      });
      expect(response.status).toBe(status);
      expect(requests).toHaveLength(statuses.indexOf(status) + 1);
      for (const { headers } of requests) {
        expect(headers).toMatchObject({ authorization: 'Bearer secret', 'idempotency-key': 'k' });
      }
      close();
    },
  );

  it('ends with the last status after eight attempts', async () => {
    const { url, requests, close } = await serving(Array.from({ length: 9 }, () => 429));
    await expect(send({ url, token: '' }, 'GET', '/api/posts?id=1')).rejects.toThrow(
      `GET ${url}/api/posts failed 8 times: status 429.`,
    );
    expect(requests).toHaveLength(8);
    close();
  });

  it.each([409, 422])('ends when a %i names documents that the request does not have', async (status) => {
    const violations = [
      { pointer: '/7/name', message: 'not here' },
      { pointer: '/99', message: 'nor here' },
    ];
    const statuses = Array.from({ length: 20 }, () => status);
    const { url, requests, close } = await serving(statuses, { detail: 'why', violations });
    // Its constructor removes the report of an import in this folder.
    const outcome: Outcome = Object.create(Outcome.prototype);
    const refused = vi.spyOn(outcome, 'refuse').mockReturnValue();
    const documents = ['a', 'b', 'c'].map((place, index) =>
      pendingOf({ kind: 'document', collection: 'posts', value: { name: place }, place, index }),
    );
    const sending = sendBatch(
      { collection: 'posts', documents, bytes: 99 },
      { target: { url, token: '' }, onConflict: 'skip', outcome },
    );
    if (status === 409) {
      await expect(sending).rejects.toThrow('posts: why');
      expect(requests).toHaveLength(1);
    } else {
      await sending;
      const expected = documents.map(({ place }) => [{ place, reason: 'why' }]);
      expect(refused.mock.calls).toEqual(expected);
    }
    close();
  });
});
