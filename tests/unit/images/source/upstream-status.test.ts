import { describe, expect, it } from 'vitest';
import { statusProblem } from '../../../../src/lib/images/source/upstream-status.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

describe('the Problem of an upstream status', () => {
  it.each([
    [301, 'source-failed', 502],
    [401, 'source-forbidden', 403],
    [403, 'source-forbidden', 403],
    [404, 'source-not-found', 404],
    [410, 'source-gone', 410],
    [429, 'source-busy', 503],
    [500, 'source-failed', 502],
    [503, 'source-busy', 503],
    [508, 'source-loop', 508],
  ])('%d is %s', (upstream, code, status) => {
    expect(statusProblem(new Response(null, { status: upstream }), NOW)).toMatchObject({ code, status });
  });

  it.each([
    ['9', '9'],
    ['0', '1'],
    ['999999999999999999999', '3600'],
    ['-5', '1'],
    ['soon', '10'],
    ['', '10'],
    [undefined, '10'],
    ['Wed, 25 Nov 2026 12:01:00 GMT', '60'],
    ['Wed, 25 Nov 2020 12:01:00 GMT', '1'],
    ['Wed, 25 Nov 2099 12:01:00 GMT', '3600'],
  ])('with Retry-After: %s has Retry-After: %s', (value, expected) => {
    const headers: HeadersInit = value === undefined ? {} : { 'retry-after': value };
    const problem = statusProblem(new Response(null, { status: 503, headers }), NOW);
    expect(problem.headers).toEqual({ 'retry-after': expected });
  });
});
