import fc from 'fast-check';

/** Names that JavaScript, SQL, queries, paths or file parsers may misinterpret. */
const ODD_NAMES = [
  ...[
    'id',
    'ID',
    'Id',
    '_id',
    'name',
    'NAME',
    'userId',
    'user_id',
    'idUser',
    'userID',
    'status',
    'q',
    '_page',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'length',
    '$schema',
    'key',
    'value',
  ],
  ...[
    '',
    ' ',
    'a b',
    'a.b',
    'a/b',
    'a~b',
    'a%b',
    'a"b',
    "a'b",
    'a`b',
    'a\\b',
    'a\nb',
    'a[0]',
    '1',
    '01',
    '-',
    '*/',
  ],
  ...['näme', '名前', '😀', 'e\u0301', '\u202e', '\u2028', 'numeric', 'z', 'schema', 'x'.repeat(300)],
];

const NAME = fc.oneof(fc.constantFrom(...ODD_NAMES), fc.string({ maxLength: 8, unit: 'grapheme' }));

const TEXT = fc.oneof(
  fc.string({ maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    '1',
    '01',
    '1.10',
    '-0',
    '1e3',
    '9007199254740993',
    'null',
    'true',
    'open',
    "it's",
  ),
  fc.constantFrom(
    '2024-01-01',
    '2024-02-30',
    '2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00',
    '`',
    '*/',
    '\r\n',
  ),
  fc.constantFrom('=1+1', '"', '""', ',', '\ufeff', '\u2028', '<b>', 'x'.repeat(2_000)),
);

const NUMBER = fc.oneof(
  fc.integer({ min: -5, max: 9 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 0.1, 1e21, 1e-300, 5e-324, 2 ** 53 - 1, 2 ** 53, 1.7976931348623157e308),
);

const { value: VALUE } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    TEXT,
    NUMBER,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(NAME, tie('value'), { maxKeys: 4 }),
    fc.integer({ min: 5, max: 110 }).map((depth) => nested(depth)),
  ),
}));

function nested(depth: number): unknown {
  return depth === 0 ? 1 : depth % 2 === 0 ? [nested(depth - 1)] : { a: nested(depth - 1) };
}

const ID = fc.oneof(
  fc.integer({ min: -2, max: 9 }),
  fc.uuid(),
  fc.constantFrom(
    '1',
    '01',
    '',
    '.',
    '..',
    'a/b',
    'a.b',
    'a%2Fb',
    '%',
    '100%',
    'a b',
    'a+b',
    'a&b=c',
    '#',
    '?x',
  ),
  fc.constantFrom(
    'changes',
    '__proto__',
    'Ä',
    '😀',
    'a,b',
    "a'b",
    'a"b',
    'a\\b',
    'x'.repeat(200),
    'x'.repeat(201),
  ),
  fc.constantFrom(null, 1.5, true, 2 ** 53, 9_000_000_000_000_001, '9007199254740991', 'a\u0000', 'A', 'a'),
  fc.constantFrom<unknown>({}, [], [1], { a: 1 }),
);

/** A document, or another value that a file may have in its place. */
export const ITEM = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.dictionary(NAME, VALUE, { maxKeys: 6 }), fc.option(ID, { nil: undefined }))
      .map(([{ id: _, ...members }, id]) => (id === undefined ? members : { id, ...members })),
  },
  { weight: 1, arbitrary: VALUE },
);

const COLLECTION_NAME = fc.oneof(
  fc.constantFrom(
    'users',
    'user',
    'Users',
    'posts',
    'post',
    'people',
    'news',
    'my-things',
    'my_things',
    'data',
  ),
  fc.constantFrom(
    'sqlite_a',
    'my things',
    'changes',
    '_collections',
    'api',
    '__proto__',
    'constructor',
    '1st',
  ),
  fc.constantFrom('order', 'select', 'index', 'group', 'table', 'users_search', 'a.b', 'a/b', '', 'é'),
  fc.string({ maxLength: 5 }),
);

/** A `db.json` with odd lists, objects and values. */
export const DB_JSON: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  COLLECTION_NAME,
  fc.oneof(
    { weight: 8, arbitrary: fc.array(ITEM, { maxLength: 8 }) },
    { weight: 1, arbitrary: fc.dictionary(NAME, VALUE, { maxKeys: 4 }) },
    { weight: 1, arbitrary: fc.oneof(TEXT, NUMBER, fc.boolean(), fc.constant(null)) },
  ),
  { maxKeys: 5 },
);
