import { expect, it } from 'vitest';
import { requestId } from '../../../../src/lib/http/request/request-id.ts';

it.each(['a', 'req_01:2-3.4=', 'x'.repeat(128)])('X-Request-Id: %s is the id of the request', (id) => {
  expect(requestId(new Headers({ 'x-request-id': id }))).toBe(id);
});

it.each(['', 'a b', '{"a":1}', 'é', 'x'.repeat(129)])('X-Request-Id: %j is replaced with a UUID', (id) => {
  const headers = new Headers({ 'x-request-id': id });
  expect(requestId(headers)).toMatch(/^[0-9a-f-]{36}$/);
  expect(requestId(headers)).not.toBe(requestId(headers));
});
