import { describe, expect, it } from 'vitest';
import { type AllowedOrigins, setCorsHeaders } from '../../../../src/lib/http/response/cors.ts';

const A = 'https://a.example';
const B = 'https://b.example';

function headersFor(
  origins: AllowedOrigins,
  requestHeaders: Record<string, string>,
  method = 'GET',
): Record<string, string> {
  const headers = new Headers({ allow: 'GET, OPTIONS' });
  setCorsHeaders(
    new Request('https://perigee.example/', { method, headers: requestHeaders }),
    headers,
    origins,
  );
  headers.delete('allow');
  return Object.fromEntries(headers);
}

const allow = (origin: string, vary = {}) => ({ 'access-control-allow-origin': origin, ...vary });
const VARY = { vary: 'Origin' };

describe('a response', () => {
  it.each<[AllowedOrigins, string | null, Record<string, string>]>([
    ['*', null, allow('*')],
    ['*', A, allow('*')],
    [[], null, {}],
    [[], A, {}],
    [[A], null, allow(A)],
    [[A], A, allow(A)],
    [[A], B, allow(A)],
    [[A, B], null, VARY],
    [[A, B], A, allow(A, VARY)],
    [[A, B], B, allow(B, VARY)],
    [[A, B], 'https://c.example', VARY],
    [[A, B], 'null', VARY],
    [[A, B], `${A}.evil.example`, VARY],
    [[A, B], 'https://A.example', VARY],
    [[A, B], `${A}, ${B}`, VARY],
    [[A, B], '*', VARY],
  ])('with the origins %j to %s has %j', (origins, origin, expected) => {
    expect(headersFor(origins, origin === null ? {} : { origin })).toEqual(expected);
  });
});

describe('a preflight response', () => {
  const preflight = (origin: string) => ({
    origin,
    'access-control-request-method': 'DELETE',
    'access-control-request-headers': 'authorization,if-match',
  });
  const ALLOWED = {
    'access-control-allow-methods': 'GET, OPTIONS',
    'access-control-allow-headers': 'authorization,if-match',
    'access-control-max-age': '86400',
  };

  it.each<[AllowedOrigins, string, boolean]>([
    ['*', A, true],
    ['*', 'null', true],
    [[], A, false],
    [[A], A, true],
    [[A], B, false],
    [[A, B], B, true],
    [[A, B], 'https://c.example', false],
  ])('with the origins %j to %s allows methods and headers: %s', (origins, origin, isAllowed) => {
    const headers = headersFor(origins, preflight(origin), 'OPTIONS');
    if (isAllowed) expect(headers).toMatchObject(ALLOWED);
    else expect(Object.keys(headers).filter((name) => name in ALLOWED)).toEqual([]);
  });

  it('needs OPTIONS, Origin and Access-Control-Request-Method', () => {
    const { 'access-control-request-method': _, ...withoutMethod } = preflight(A);
    const { origin: __, ...withoutOrigin } = preflight(A);
    for (const [headers, method] of [
      [withoutMethod, 'OPTIONS'],
      [withoutOrigin, 'OPTIONS'],
      [preflight(A), 'GET'],
    ] as const) {
      expect(headersFor('*', headers, method)).toEqual(allow('*'));
    }
  });
});
