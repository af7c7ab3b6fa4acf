import { expect, it } from 'vitest';
import { Problem, problemResponse } from '../../../../src/lib/http/problem/problem.ts';

it('a Problem becomes problem+json with its extensions and headers', async () => {
  const problem = new Problem('method-not-allowed', 'Only GET.', {
    headers: { allow: 'GET' },
    extensions: { errors: [] },
  });
  const response = problemResponse(problem, '/api/users');
  expect(response.status).toBe(405);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('allow')).toBe('GET');
  expect(await response.json()).toEqual({
    type: '/problems/method-not-allowed',
    title: 'Method not allowed',
    status: 405,
    detail: 'Only GET.',
    instance: '/api/users',
    code: 'method-not-allowed',
    message: 'Only GET.',
    errors: [],
  });
});

it('the response of a Problem does not contain its cause', async () => {
  const response = problemResponse(new Problem('source-failed', 'No.', { cause: new Error('secret') }), '/');
  expect(await response.text()).not.toContain('secret');
});
