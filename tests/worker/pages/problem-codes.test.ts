import { beforeEach, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../support/worker/documents.ts';
import { call, useWorker, write } from '../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

const unmigrated = useWorker({ isMigrated: false });

const USER = { name: 'Ada' };
const KEY = { 'idempotency-key': 'problem-codes' };
const MANY_TAGS = { 'if-none-match': Array.from({ length: 51 }, (_, i) => `"${i}"`).join(', ') };

async function reuseKey(): Promise<Response> {
  expect((await write('POST', '/api/users', USER, KEY)).status).toBe(201);
  return write('POST', '/api/users', { name: 'Grace' }, KEY);
}

it.each<[request: string, status: number, code: string, send: () => Promise<Response>]>([
  ['a malformed path', 400, 'bad-path', () => call('/api/users/%E0%A4%A')],
  ['51 entity tags', 400, 'bad-header', () => call('/api/users/1', { headers: MANY_TAGS })],
  ['a write without a token', 401, 'token-required', () => call('/api/users/1', { method: 'DELETE' })],
  [
    'a write with a wrong token',
    401,
    'token-invalid',
    () => call('/api/users/1', { method: 'DELETE', headers: { authorization: 'Bearer wrong' } }),
  ],
  ['an unknown collection', 404, 'no-such-collection', () => call('/api/nope')],
  ['an unknown id', 404, 'no-such-document', () => call('/api/users/none')],
  ['a POST of an existing id', 409, 'id-taken', () => write('POST', '/api/users', { id: 1, ...USER })],
  [
    'a PUT with an outdated If-Match',
    412,
    'precondition-failed',
    () => write('PUT', '/api/users/1', USER, { 'if-match': '"0"' }),
  ],
  [
    'a body of type text/plain',
    415,
    'unsupported-media-type',
    () => write('POST', '/api/users', USER, { 'content-type': 'text/plain' }),
  ],
  ['a key with a different body', 422, 'idempotency-key-reused', reuseKey],
  ['a database without tables', 503, 'database-unavailable', () => call('/health.json', {}, unmigrated)],
])('the response to %s is %d with the code %s', async (_, status, code, send) => {
  const response = await send();
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ type: `/problems/${code}`, status, code });
});
