import { expect, it } from 'vitest';
import { readVariables, type Settings, type Variables } from '../../../src/lib/definition/variables.ts';

const SECRET = '0123456789abcdef';
const SHORT = 'sixteen-minus-1';
const LOOPBACK = 'http://127.0.0.1:9001';

const read = (given: Variables, isProduction: boolean) => {
  const { settings, mistakes } = readVariables(given, isProduction);
  return { settings, mistakes: mistakes.map(({ variable, reason }) => `${variable} ${reason}`) };
};

/** Variables with the same meaning in development and in production. */
const EVERYWHERE: [given: Variables, expected: Partial<Settings>, mistake: string | null][] = [
  [{}, { adminToken: undefined, signingKey: undefined, pinned: null, devOrigins: [] }, null],
  [{}, { hasLocalCache: true, hasRateLimits: true }, null],
  [{ ADMIN_TOKEN: SECRET }, { adminToken: SECRET }, null],
  [{ ADMIN_TOKEN: '' }, { adminToken: undefined }, 'ADMIN_TOKEN is empty; it is ignored'],
  [{ ADMIN_TOKEN: ' '.repeat(40) }, { adminToken: undefined }, 'ADMIN_TOKEN is empty; it is ignored'],
  [{ ADMIN_TOKEN: '\t\n' }, { adminToken: undefined }, 'ADMIN_TOKEN is empty'],
  [{ ADMIN_TOKEN: SHORT }, { adminToken: undefined }, 'ADMIN_TOKEN has fewer than 16 characters'],
  [{ ADMIN_TOKEN: 1e30 }, { adminToken: undefined }, 'ADMIN_TOKEN is empty'],
  [{ IMAGE_SIGNING_KEY: SECRET }, { signingKey: SECRET }, null],
  [{ IMAGE_SIGNING_KEY: '' }, { signingKey: undefined }, 'IMAGE_SIGNING_KEY is empty; it is ignored'],
  [{ IMAGE_SIGNING_KEY: SHORT }, { signingKey: undefined }, 'IMAGE_SIGNING_KEY has fewer than 16 characters'],
  [{ IMAGE_SOURCE: '' }, { pinned: null }, null],
  [{ IMAGE_SOURCE: 'https://a.example/a.png' }, { pinned: new URL('https://a.example/a.png') }, null],
  [{ IMAGE_SOURCE: 'a.png' }, { pinned: null }, 'IMAGE_SOURCE is not a URL'],
  [{ IMAGE_DEV_ORIGINS: '' }, { devOrigins: [] }, null],
  [{ IMAGE_DEV_ORIGINS: ' , ' }, { devOrigins: [] }, null],
  [{ RATE_LIMITS: 'on', EDGE_CACHE: 'on' }, { hasRateLimits: true, hasLocalCache: true }, null],
  ...['OFF', 'false', '0', '', ' off', false, 0].map((value): (typeof EVERYWHERE)[number] => [
    { RATE_LIMITS: value },
    { hasRateLimits: true },
    'RATE_LIMITS must be "on" or "off"; it is ignored',
  ]),
  [{ EDGE_CACHE: 'no' }, { hasLocalCache: true }, 'EDGE_CACHE must be "on" or "off"; it is ignored'],
];

it.each(EVERYWHERE.flatMap((row) => [[...row, true] as const, [...row, false] as const]))(
  '%j means %j, with the mistake %j (production: %s)',
  (given, expected, mistake, isProduction) => {
    const { settings, mistakes } = read(given, isProduction);
    expect(settings).toMatchObject(expected);
    expect(mistakes).toEqual(mistake === null ? [] : [expect.stringContaining(mistake)]);
  },
);

/** Variables for development: their meaning there, and the mistakes in development and in production. */
const DEVELOPMENT: [given: Variables, means: Partial<Settings>, mistake: string | null, refusal: string][] = [
  [{ RATE_LIMITS: 'off' }, { hasRateLimits: false }, null, 'RATE_LIMITS is "off", which is for development'],
  [{ EDGE_CACHE: 'off' }, { hasLocalCache: false }, null, 'EDGE_CACHE is "off", which is for development'],
  [{ IMAGE_DEV_ORIGINS: LOOPBACK }, { devOrigins: [LOOPBACK] }, null, 'IMAGE_DEV_ORIGINS is for development'],
  [
    { IMAGE_DEV_ORIGINS: 'http://localhost:1, https://[::1]:2\nhttp://127.0.0.9' },
    { devOrigins: ['http://localhost:1', 'https://[::1]:2', 'http://127.0.0.9'] },
    null,
    'IMAGE_DEV_ORIGINS is for development',
  ],
  ...['https://a.example', 'http://10.0.0.1', 'http://169.254.169.254', 'ftp://127.0.0.1', 'x'].map(
    (other): (typeof DEVELOPMENT)[number] => [
      { IMAGE_DEV_ORIGINS: `${other} ${LOOPBACK}` },
      { devOrigins: [LOOPBACK] },
      'IMAGE_DEV_ORIGINS has an origin that is not a loopback origin; it is ignored',
      'IMAGE_DEV_ORIGINS is for development',
    ],
  ),
  [
    { IMAGE_SOURCE: `${LOOPBACK}/a.png` },
    { pinned: new URL(`${LOOPBACK}/a.png`) },
    null,
    'IMAGE_SOURCE is a loopback URL, which is for development',
  ],
];

it.each(DEVELOPMENT)('%j means %j in development only', (given, means, mistake, refusal) => {
  const development = read(given, false);
  expect(development.settings).toMatchObject(means);
  expect(development.mistakes).toEqual(mistake === null ? [] : [expect.stringContaining(mistake)]);
  const production = read(given, true);
  expect(production.settings).toEqual(read({}, true).settings);
  expect(production.mistakes).toEqual([expect.stringContaining(refusal)]);
});

it('a mistake never shows the value', () => {
  const given = {
    ADMIN_TOKEN: 'sesame',
    IMAGE_SIGNING_KEY: 'sesame',
    IMAGE_SOURCE: 'sesame',
    IMAGE_DEV_ORIGINS: 'sesame',
    EDGE_CACHE: 'sesame',
    RATE_LIMITS: 'sesame',
  };
  for (const isProduction of [true, false]) {
    const { mistakes } = read(given, isProduction);
    expect(mistakes).toHaveLength(6);
    expect(mistakes.join()).not.toContain('sesame');
  }
});
