import fc from 'fast-check';
import { anyText, MARK } from './texts.ts';

/** The write token of the Worker that is fuzzed. */
export const TOKEN = 'the-token-of-the-fuzz-test';

const etags = fc.oneof(
  fc.constantFrom('*', '"1-1"', 'W/"1-1"', '"', '""', 'W/', '1', '"a","b"', ',', '"é"', '* , "1"'),
  fc.integer({ min: 2, max: 60 }).map((count) => Array.from({ length: count }, (_, i) => `"${i}"`).join(',')),
  fc.integer({ min: 100, max: 4000 }).map((length) => `"${'x'.repeat(length)}"`),
);
const types = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=latin1',
  'application/merge-patch+json',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/html',
  '',
  ';;',
  MARK,
);
const accepts = fc.constantFrom(
  '*/*',
  'text/html',
  'application/json',
  'image/avif,image/webp',
  'text/csv',
  'text/csv;charset="utf-8";header=absent, */*;q=0',
  'application/x-ndjson, application/json;q=0.5',
  'text/*',
  'a/b;q=2',
  '',
  ',,;',
  MARK,
);
const junk = anyText(60);

/** Values of each header that Perigee, Astro or the cache may read. */
const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  authorization: fc.oneof(
    { weight: 6, arbitrary: fc.constant(`Bearer ${TOKEN}`) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'Bearer',
        'Bearer ',
        'bearer x',
        `Basic ${MARK}`,
        `Bearer ${TOKEN}x`,
        'Bearer pgee_x',
      ),
    },
    { weight: 1, arbitrary: junk },
  ),
  accept: accepts,
  'content-type': types,
  'content-encoding': fc.constantFrom('gzip', 'identity', 'br', MARK),
  'if-match': etags,
  'if-none-match': etags,
  'if-modified-since': fc.constantFrom(
    'Mon, 30 Nov 2026 13:00:00 GMT',
    'x',
    '0',
    'Thu, 01 Jan 1970 00:00:00 GMT',
  ),
  'if-unmodified-since': fc.constantFrom('Mon, 30 Nov 2026 13:00:00 GMT', 'x'),
  range: fc.constantFrom(
    'bytes=0-1',
    'bytes=-1',
    'bytes=5-2',
    'bytes=999999-',
    'lines=1',
    'bytes=0-0,2-3',
    'bytes=',
  ),
  'if-range': etags,
  'idempotency-key': fc.oneof(fc.constantFrom('a', '"a"', '', 'k'.repeat(300)), junk),
  'x-d1-bookmark': fc.oneof(
    fc.constantFrom('00000000-00000000-00000000-00000000000000000000000000000000', 'first-primary', MARK),
    junk,
  ),
  'x-request-id': fc.oneof(fc.constantFrom('given', 'x'.repeat(500), `<${MARK}>`), junk),
  origin: fc.constantFrom('https://elsewhere.example', 'null', '*', MARK),
  'access-control-request-method': fc.constantFrom('GET', 'DELETE', 'NOPE', '', MARK),
  'access-control-request-headers': fc.constantFrom('authorization', '*', 'x'.repeat(2000), MARK),
  cookie: junk,
  referer: junk,
  'user-agent': junk,
  via: fc.constantFrom('1.1 perigee', '1.1 x', MARK),
  'x-forwarded-host': fc.constantFrom('evil.example', MARK),
  'x-forwarded-proto': fc.constantFrom('https', 'javascript', MARK),
  forwarded: fc.constantFrom('host=evil.example', MARK),
  'x-http-method-override': fc.constantFrom('DELETE', MARK),
  'x-original-url': fc.constantFrom('/health.json', MARK),
  'cf-ray': fc.constantFrom('8f0000000000-ZRH', MARK),
  'cf-connecting-ip': fc.constantFrom('192.0.2.1', '2001:db8::1', '::', MARK),
  'cf-access-jwt-assertion': fc.constantFrom('a.b.c', 'eyJhbGciOiJub25lIn0.e30.', MARK),
  'sec-ch-width': fc.constantFrom('320', '-1', '1e9', MARK),
  'sec-ch-dpr': fc.constantFrom('2', '0', 'NaN', MARK),
  'save-data': fc.constantFrom('on', MARK),
  prefer: fc.constantFrom('return=minimal', MARK),
  'cache-control': fc.constantFrom('no-cache', 'only-if-cached', 'max-age=0', MARK),
  te: fc.constantFrom('trailers'),
  [`x-${MARK}`]: fc.integer({ min: 1, max: 9_000 }).map((length) => 'h'.repeat(length)),
};

const oneHeader = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((name) => (VALUES[name] ?? junk).map((value): [string, string] => [name, headerValue(value)]));

/** Headers in any order, some of them twice; half of the requests have the token. */
export const headerLists = fc
  .tuple(
    fc.boolean(),
    fc.oneof(fc.constant(null), fc.constant('application/json')),
    fc.array(oneHeader, { maxLength: 6 }),
    fc.boolean(),
  )
  .map(([hasToken, type, list, isTwice]) => [
    ...(hasToken ? [['authorization', `Bearer ${TOKEN}`] as [string, string]] : []),
    ...(type === null ? [] : [['content-type', type] as [string, string]]),
    ...list,
    ...(isTwice ? list.slice(0, 1) : []),
  ]);

/** The token, the type of JSON, and at most one other header. */
export const likelyHeaders = fc
  .array(oneHeader, { maxLength: 1 })
  .map((list) => [
    ['authorization', `Bearer ${TOKEN}`] as [string, string],
    ['content-type', 'application/json'] as [string, string],
    ...list.filter(([name]) => name !== 'authorization' && !name.startsWith('content-')),
  ]);

/** Returns the UTF-8 bytes of a text as a header value, with `?` for control characters. */
function headerValue(text: string): string {
  return Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?');
}
