import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consoleUrl, type Draft, draftOfQuery } from '../../../src/explorer/request/draft.ts';
import { ownPath, urlOfPath } from '../../../src/explorer/request/own-path.ts';
import { refusalOf } from '../../../src/explorer/request/refusal.ts';

const ORIGIN = 'https://perigee.example';

describe('the URL of the console', () => {
  it('holds any draft without loss', () => {
    const text = fc.string({ unit: 'grapheme' });
    const draft: fc.Arbitrary<Draft> = fc.record(
      {
        method: text,
        path: text,
        headers: fc.dictionary(
          text.map((name) => `x${name}`),
          text,
        ),
        body: text,
      },
      { requiredKeys: ['method', 'path', 'headers'] },
    );
    fc.assert(
      fc.property(draft, (given) => {
        expect(draftOfQuery(new URL(consoleUrl(given), ORIGIN).searchParams)).toEqual(given);
      }),
    );
  });

  it.each(['Authorization', 'authorization', 'Cookie', 'CF-Access-Client-Secret'])(
    'never holds %s',
    (name) => {
      const url = consoleUrl({
        method: 'GET',
        path: '/api',
        headers: { [name]: 'the-secret', 'x-own': '1' },
      });
      expect(url).not.toContain('the-secret');
      expect(url).toContain('x-own');
    },
  );

  it.each(['{', '[]', '"text"', 'null'])('leaves out headers that are %s', (headers) => {
    const query = new URLSearchParams({ path: '/api', headers });
    expect(draftOfQuery(query)).toEqual({ method: 'GET', path: '/api', headers: {} });
  });
});

describe('a path of this origin', () => {
  it.each([
    ['/api/users?_limit=2', '/api/users?_limit=2'],
    ['  /api  ', '/api'],
    [`${ORIGIN}/api?q=1#part`, '/api?q=1'],
    ['/api?q=https://other.example/', '/api?q=https://other.example/'],
  ])('%s is %s', (text, path) => {
    expect(ownPath(text, ORIGIN)).toEqual({ path });
  });

  it.each([
    '//evil.example/api',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https://evil.example/',
    'https:evil.example',
    'HTTPS://perigee.example.evil.example/',
    'https://perigee.example@evil.example/',
    'javascript:alert(1)',
    'data:text/plain,x',
    'api/users',
    '',
    'https://perigee.example',
  ])('%j is refused', (text) => {
    expect(ownPath(text, ORIGIN)).toHaveProperty('refusal');
  });

  it('leads to no other origin, whatever was typed', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '\t',
      '\n',
      ':',
      '@',
      'https:',
      'evil.example',
      '?',
      '#',
      '.',
      ' ',
      '%2f',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const read = ownPath(pieces.join(''), ORIGIN);
        if ('path' in read) expect(new URL(read.path, ORIGIN).origin).toBe(ORIGIN);
        expect(urlOfPath(pieces.join(''), ORIGIN).origin).toBe(ORIGIN);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a draft that a browser cannot send', () => {
  const draft: Draft = { method: 'GET', path: '/api' };

  it.each<[Draft, string, RegExp]>([
    [
      { ...draft, method: 'TRACE' },
      'method',
      /does not send TRACE; allowed: every method but CONNECT, TRACE, TRACK/,
    ],
    [{ ...draft, method: 'connect' }, 'method', /does not send connect/],
    [{ ...draft, method: 'A B' }, 'method', /not a method/],
    [{ ...draft, method: '' }, 'method', /not a method/],
    [{ ...draft, path: '//evil.example' }, 'path', /not on this origin/],
    [{ ...draft, headers: { 'a b': '1' } }, 'headers', /not the name of a header/],
    [{ ...draft, headers: { 'x-a': '1\n2' } }, 'headers', /value of x-a/],
    [{ ...draft, headers: { 'x-a': '€' } }, 'headers', /value of x-a/],
    [{ ...draft, body: '{}' }, 'body', /A GET has no body/],
  ])('%j is refused for its %s', (given, part, message) => {
    const refusal = refusalOf(given, ORIGIN);
    expect(refusal?.part).toBe(part);
    expect(refusal?.message).toMatch(message);
  });

  it('is none of the usual ones', () => {
    expect(refusalOf(draft, ORIGIN)).toBeNull();
    expect(
      refusalOf({ method: 'PURGE', path: '/api', headers: { 'x-a': 'é' }, body: 'x' }, ORIGIN),
    ).toBeNull();
  });
});
