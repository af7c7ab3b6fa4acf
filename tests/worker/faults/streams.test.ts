import { get, type IncomingMessage } from 'node:http';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, it } from 'vitest';
import { secretError, useFaultyWorker } from '../../support/worker/faulty-worker.ts';
import { AUTHORIZED, call, write } from '../../support/worker/worker.ts';

const faulty = useFaultyWorker({ EDGE_CACHE: 'off' });
const { server } = faulty;
const error = secretError('D1_ERROR: internal error; reference = x');

beforeAll(async () => {
  const text = 'x'.repeat(7_000);
  for (let part = 0; part < 4; part += 1) {
    const documents = Array.from({ length: 1_000 }, () => ({ name: 'n', text }));
    const response = await write('POST', '/api/users', documents, {}, server);
    await response.arrayBuffer();
    expect(response.status).toBe(201);
  }
});

/** The body of a stream whose database fails after the first bytes. The socket is not read until then. */
async function brokenBody(path: string): Promise<string> {
  const { url } = await server.listen();
  const response = await new Promise<IncomingMessage>((settle, fail) => {
    get(new URL(path, url), { headers: AUTHORIZED, agent: false }, settle).on('error', fail);
  });
  expect(response.statusCode).toBe(200);
  await faulty.break({ DB: { error } });
  let body = '';
  for await (const part of response.setEncoding('utf8')) body += part;
  return body;
}

it('a stream whose later page fails ends with text that is not NDJSON', async () => {
  const lines = (await brokenBody('/api/users?_format=ndjson')).split('\n');
  expect(lines.length).toBeLessThan(4_001);
  const last = lines.pop() ?? '';
  expect(last).not.toBe('');
  expect(() => JSON.parse(last)).toThrow();
  expect(last).not.toMatch(/secret|D1_ERROR/);
});

it('a stream whose later page fails ends with text that is not CSV', async () => {
  const body = await brokenBody('/api/users?_format=csv&_fields=id,text');
  expect(() => parse(body)).toThrow(/Quote Not Closed/);
});

it('a stream whose first page fails is a problem', async () => {
  await faulty.break({ DB: { error } });
  const response = await call('/api/users?_format=csv', {}, server);
  expect(response.status).toBe(503);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('content-disposition')).toBeNull();
  await response.arrayBuffer();
});
