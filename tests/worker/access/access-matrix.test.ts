import { globSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/lib/auth/scope.ts';
import type { CollectionEntry } from '../../../src/lib/documents/collection-entry.ts';
import { GUARDED_COLLECTIONS } from '../../support/lists/guarded-collections.ts';
import { ACCESS_VARS, assertionWith, certsHandler } from '../../support/worker/access-team.ts';
import { useWorkerWithCollections } from '../../support/worker/project-copy.ts';
import { storeToken } from '../../support/worker/tokens.ts';
import { upstream } from '../../support/worker/upstream.ts';
import { call, TOKEN } from '../../support/worker/worker.ts';

const worker = useWorkerWithCollections(() => GUARDED_COLLECTIONS, {
  vars: { EDGE_CACHE: 'off', ...ACCESS_VARS },
});

type Action = 'read' | 'create' | 'update' | 'delete';

/** The actions that need a scope, by collection: written by hand, apart from `GUARDED_COLLECTIONS`. */
const GUARDED: Readonly<Record<string, readonly Action[]>> = {
  users: ['create', 'update', 'delete'],
  letters: ['read', 'create', 'update', 'delete'],
  reports: ['read', 'update', 'delete'],
  entries: ['update'],
};

/** What a credential allows for a collection. Root and people of Access have the right scope. */
type Standing = 'none' | 'refused' | 'other' | 'reader' | 'writer';

/** The expected status, or `ok`: by who may read, then by what the request does. This table is the specification. */
const EXPECTED: Readonly<Record<string, Readonly<Record<Standing, number | 'ok'>>>> = {
  'everyone reads: an open action': { none: 'ok', refused: 'ok', other: 'ok', reader: 'ok', writer: 'ok' },
  'everyone reads: a guarded write': { none: 401, refused: 401, other: 403, reader: 403, writer: 'ok' },
  'everyone reads: no such method': { none: 405, refused: 405, other: 405, reader: 405, writer: 405 },
  'a scope reads: a guarded read': { none: 404, refused: 401, other: 404, reader: 'ok', writer: 'ok' },
  'a scope reads: a guarded write': { none: 404, refused: 401, other: 404, reader: 403, writer: 'ok' },
  'a scope reads: an open action': { none: 'ok', refused: 'ok', other: 'ok', reader: 'ok', writer: 'ok' },
  'a scope reads: no such method': { none: 404, refused: 401, other: 404, reader: 405, writer: 405 },
};

/** Each method of a route: what it does, and the status of its success. */
type Methods = Readonly<Record<string, readonly [action: Action, success: number]>>;

interface Route {
  path: (collection: string) => string;
  methods: Methods;
}

const READS: Methods = { GET: ['read', 200], HEAD: ['read', 200] };

/** The routes that serve any collection, by their files. `PUT *` is a PUT with `If-None-Match: *`. */
const ROUTES: Readonly<Record<string, Route>> = {
  '[collection]/index.ts': {
    path: (collection) => `/api/${collection}?id=1`,
    methods: { ...READS, POST: ['create', 201], PATCH: ['update', 200], DELETE: ['delete', 200] },
  },
  '[collection]/changes.ts': {
    path: (collection) => `/api/${collection}/changes`,
    methods: READS,
  },
  '[collection]/[id]/index.ts': {
    path: (collection) => `/api/${collection}/1`,
    methods: {
      ...READS,
      PUT: ['update', 200],
      'PUT *': ['create', 201],
      PATCH: ['update', 200],
      DELETE: ['delete', 200],
    },
  },
  '[collection]/[id]/[children].ts': {
    path: (collection) => `/api/users/1/${collection}`,
    methods: { ...READS, POST: ['create', 201] },
  },
};

/** Routes of one resource, which `describe('GET /api')` and the last tests have. */
const OTHER_ROUTES = ['index.ts', '[id].json.ts'];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PUT *', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE'];

/** A text that only documents of the hidden collections have. */
const SECRET = 'a-text-that-nobody-else-may-read';

type Headers = Record<string, string>;
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** The credentials, filled before the tests. Tokens for a collection are made for each. */
const credentials = new Map<string, { headers: Headers; standing: (collection: string) => Standing }>();

const NAMES = [
  'no credential',
  'another scheme',
  'a malformed token',
  'a revoked token',
  'an expired token',
  'a bad assertion',
  'a token for another collection',
  'a token that reads it',
  'a token that writes it',
  'a token that reads all',
  'a token that writes all',
  'the root token',
  'a person of Access',
];

beforeAll(async () => {
  const db = worker.database();
  const token = async (name: string, scopes: Scope[], expires: number | null = null) =>
    bearer(await storeToken(db, { name, scopes, expires }));
  const add = (name: string, headers: Headers, standing: Standing) =>
    credentials.set(name, { headers, standing: () => standing });
  add('no credential', {}, 'none');
  add('another scheme', { authorization: `Basic ${TOKEN}` }, 'none');
  add('a malformed token', bearer('pgee_short'), 'refused');
  const revoked = await storeToken(db, { name: 'revoked', scopes: ['*:write'] });
  await db.prepare(`DELETE FROM _tokens WHERE name = 'revoked'`).run();
  add('a revoked token', bearer(revoked), 'refused');
  add('an expired token', await token('expired', ['*:write'], Date.now() - 1), 'refused');
  const bad = await assertionWith({ audience: 'another-application' });
  add('a bad assertion', { 'cf-access-jwt-assertion': bad }, 'refused');
  add('a token for another collection', await token('other', ['posts:write']), 'other');
  for (const [name, level, standing] of [
    ['a token that reads it', 'read', 'reader'],
    ['a token that writes it', 'write', 'writer'],
  ] as const) {
    const scopes = Object.keys(GUARDED).map((collection): Scope => `${collection}:${level}`);
    add(name, await token(level, scopes), standing);
  }
  add('a token that reads all', await token('read-all', ['*:read']), 'reader');
  add('a token that writes all', await token('write-all', ['*:write']), 'writer');
  add('the root token', bearer(TOKEN), 'writer');
  add('a person of Access', { 'cf-access-jwt-assertion': await assertionWith() }, 'writer');
});

/** Restores the documents that requests change or delete. */
async function restore(): Promise<void> {
  const db = worker.database();
  const insert = (name: string, document: object) =>
    db
      .prepare(
        `INSERT INTO "${name}" (id, body) SELECT 1, ?1 WHERE NOT EXISTS (SELECT 1 FROM "${name}" WHERE id = 1)`,
      )
      .bind(JSON.stringify({ id: 1, ...document }));
  await db.batch([
    insert('users', {}),
    insert('posts', { letter_id: 1 }),
    insert('letters', { text: SECRET, userId: 1 }),
    insert('reports', { text: SECRET, userId: 1 }),
    insert('entries', { userId: 1 }),
  ]);
}

beforeEach(async () => {
  upstream.use(certsHandler);
  await restore();
});

let created = 0;

/** Sends a request of a method of this file to a path. */
async function send(method: string, path: string, headers: Headers, body: object = {}): Promise<Response> {
  const isCreation = method === 'PUT *';
  if (isCreation) created += 1;
  const [verb = ''] = method.split(' ');
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(verb);
  return call(
    isCreation ? path.replace(/1$/, `new-${created}`) : path,
    {
      method: verb,
      headers: {
        ...headers,
        ...(hasBody && { 'content-type': 'application/json' }),
        ...(isCreation && { 'if-none-match': '*' }),
      },
      ...(hasBody && { body: JSON.stringify(body) }),
    },
    worker,
  );
}

function expectedStatus(method: string, { methods }: Route, collection: string, standing: Standing): number {
  if (method === 'OPTIONS') return 204;
  const guarded = GUARDED[collection] ?? [];
  const readers = guarded.includes('read') ? 'a scope reads' : 'everyone reads';
  // A route without PUT has none with `If-None-Match` either.
  const [action, success] = methods[method] ?? [null, 0];
  const kind =
    action === null
      ? 'no such method'
      : !guarded.includes(action)
        ? 'an open action'
        : action === 'read'
          ? 'a guarded read'
          : 'a guarded write';
  const expected = EXPECTED[`${readers}: ${kind}`]?.[standing] ?? 0;
  return expected === 'ok' ? success : expected;
}

it('every route of src/pages/api is in a table of this file', () => {
  const files = globSync('**/*.ts', { cwd: 'src/pages/api' });
  expect(files.toSorted()).toEqual([...Object.keys(ROUTES), ...OTHER_ROUTES].toSorted());
});

it('every credential is tested', () => {
  expect([...credentials.keys()]).toEqual(NAMES);
});

/** The header that each status of a refusal must have (RFC 6750 section 3). */
const CHALLENGES: Readonly<Record<number, RegExp>> = {
  401: /^Bearer realm="perigee"(, error="invalid_token"(, error_description="The (token|assertion) has expired")?)?$/,
  403: /^Bearer realm="perigee", error="insufficient_scope", scope="[a-z]+:write"$/,
};

const CODES: Readonly<Record<number, RegExp>> = {
  401: /^token-(required|invalid)$/,
  403: /^scope-required$/,
  404: /^no-such-collection$/,
  405: /^method-not-allowed$/,
};

describe.each(Object.keys(ROUTES))('src/pages/api/%s', (file) => {
  describe.each(Object.keys(GUARDED))('of %s', (collection) => {
    it.each(NAMES)('responds to each method with %s as the table says', async (name) => {
      const route = ROUTES[file];
      const credential = credentials.get(name);
      if (route === undefined || credential === undefined) throw new Error(`${file} or ${name} is missing.`);
      const standing = credential.standing(collection);
      // A shared response must not have this text.
      const body = (GUARDED[collection] ?? []).includes('read') ? { text: SECRET, userId: 1 } : { userId: 1 };
      for (const method of METHODS) {
        const response = await send(method, route.path(collection), credential.headers, body);
        const text = await response.text();
        const what = `${method} ${route.path(collection)}: ${text}`;
        expect(response.status, what).toBe(expectedStatus(method, route, collection, standing));
        expect(response.headers.get('www-authenticate') ?? '', what).toMatch(
          CHALLENGES[response.status] ?? /^$/,
        );
        const isRefusal = response.status >= 400 && method !== 'HEAD';
        if (isRefusal) expect(JSON.parse(text).code, what).toMatch(CODES[response.status] ?? /^$/);
        if (response.status === 401 && isRefusal) {
          expect(JSON.parse(text).code).toBe(standing === 'refused' ? 'token-invalid' : 'token-required');
        }
        const isShared = response.headers.get('cloudflare-cdn-cache-control') !== 'no-store';
        if (method === 'DELETE' && response.ok) await restore();
        // The edge may repeat it to everyone.
        if (isShared) {
          expect(text, what).not.toContain(SECRET);
          expect(['none', 'refused'], what).toContain(standing);
          expect(response.headers.get('server-timing'), what).not.toMatch(/dur=|round_trips=[^1]/);
        }
      }
    });
  });
});

/** Two names of the same length: of a hidden collection, and of none. */
const [HIDDEN, NONE] = ['letters', 'nothing'];
const OUTSIDERS = NAMES.slice(0, NAMES.indexOf('a token that reads it'));

/** A response without what differs from request to request, and with one name for both collections. */
async function comparable(response: Response): Promise<unknown> {
  const { status } = response;
  const headers = Object.fromEntries(response.headers);
  delete headers['x-request-id'];
  delete headers['date'];
  // A caller who may write a public collection sees how long the database took.
  const timing = headers['server-timing'];
  if (timing !== undefined) headers['server-timing'] = timing.replace(/;dur=[\d.]+/, '');
  const text = JSON.stringify({ status, headers, body: await response.text() });
  const pairs = ['{all}', '{one}', '{CAPITALS}'].map((part) => [filled(part, HIDDEN), filled(part, NONE)]);
  const renamed = pairs.reduce((before, [hidden = '', none = '']) => before.replaceAll(hidden, none), text);
  return JSON.parse(renamed.replaceAll(/new-\d+/g, 'new'));
}

/** A path with the name of a collection, and its singular. */
function filled(template: string, name: string): string {
  return template
    .replaceAll('{all}', name)
    .replaceAll('{one}', name.slice(0, -1))
    .replaceAll('{CAPITALS}', name.toUpperCase());
}

/** Sends a request to both names and expects one response. */
async function expectEqual(method: string, template: string, headers: Headers): Promise<void> {
  const [hidden, none] = [
    await comparable(await send(method, filled(template, HIDDEN), headers)),
    await comparable(await send(method, filled(template, NONE), headers)),
  ];
  expect(hidden, `${method} ${template}`).toEqual(none);
}

describe.each(OUTSIDERS)('a hidden collection cannot be told from a missing one, with %s', (name) => {
  it.each([
    '/api/{all}',
    '/api/{all}/changes',
    '/api/{all}/1',
    '/api/users/1/{all}',
    '/api/{all}/1/posts',
    '/schemas/{all}.json',
  ])('by any method at %s', async (template) => {
    const { headers = {} } = credentials.get(name) ?? {};
    for (const method of METHODS) await expectEqual(method, template, headers);
  });

  it.each([
    '/api/{all}/',
    '/api/{all}?_embed=users&nonsense',
    '/api/{all}?q=a-text-that-nobody&_sort=text',
    '/api/{all}/1?_expand=user',
    '/api/{all}/99',
    '/api/{all}/changes?_since=0',
    '/api/{all}?_after=',
    '/api/{all}?_total=exact',
    '/api/users?_total=exact&_embed={all}',
    '/api/{all}/1.json',
    '/api/users/99/{all}',
    '/api/{all}/1/{all}',
    '/api/users?_embed={all}',
    '/api/users/1?_embed={all}',
    '/api/users?_embed=posts&_embed={all}',
    '/api/users?_expand={one}',
    '/api/posts?_expand={one}',
    '/api/posts/1?_expand={all}',
    '/api/users?_fields={all}',
    '/api/users?{all}.text=x',
    '/api/users?_sort={all}',
    '/api/{all}/%E0%A4%A',
    '/schemas/{all}.json?_fields=id',
    '/schemas/{all}',
    '/schemas/%6Cetters.json',
    '/schemas/{CAPITALS}.json',
    '/contract/{all}/whole.json',
    '/api/{CAPITALS}',
  ])('by GET %s', async (template) => {
    const { headers = {} } = credentials.get(name) ?? {};
    await expectEqual('GET', template, headers);
  });

  it('by a preflight', async () => {
    const { headers = {} } = credentials.get(name) ?? {};
    const preflight = {
      ...headers,
      origin: 'https://a.example',
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'authorization',
    };
    for (const template of ['/api/{all}', '/api/{all}/1', '/api/users/1/{all}']) {
      await expectEqual('OPTIONS', template, preflight);
    }
  });
});

describe('a relation to a hidden collection', () => {
  it.each(OUTSIDERS)('is not named to a client with %s', async (name) => {
    const { headers = {} } = credentials.get(name) ?? {};
    for (const path of [
      '/api/posts?_expand=nope',
      '/api/posts/1?_embed=nope',
      '/api/users?_embed=nope',
      '/api/nope',
      '/api/posts?_expand=about',
      '/api/posts/1?_expand=about',
      '/api/nope/1/posts',
    ]) {
      const response = await call(path, { headers }, worker);
      const text = await response.text();
      expect(response.ok, path).toBe(false);
      expect(text, path).not.toMatch(/letter|reports/);
      if (!path.includes('about')) expect(text, path).not.toContain('about');
    }
  });

  it('is followed for a client that may read both, and the response is not shared', async () => {
    for (const name of ['a token that reads all', 'the root token', 'a person of Access']) {
      const { headers = {} } = credentials.get(name) ?? {};
      const response = await call('/api/posts/1?_expand=about', { headers }, worker);
      expect(await response.json()).toMatchObject({ about: { text: SECRET } });
      expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
    }
  });

  it('is an ordinary member in the body of a writer that may not read it', async () => {
    const { headers = {} } = credentials.get('a token for another collection') ?? {};
    const bodies = [HIDDEN, NONE].map((name) => ({
      letter_id: 1,
      [name]: [{ id: 1, postId: 1 }],
      about: { id: 1 },
    }));
    for (const body of bodies) {
      const response = await send('POST', '/api/posts', headers, body);
      expect(await response.json()).toMatchObject(body);
    }
  });
});

describe('a stream of a private collection', () => {
  it.each(['_format=ndjson', '_format=csv', ''])('with %j is 404 without a token', async (query) => {
    const response = await call(`/api/letters?${query}`, { headers: { accept: 'text/csv' } }, worker);
    expect(response.status).toBe(404);
  });

  it.each([
    ['application/x-ndjson', 'application/x-ndjson'],
    ['text/csv', 'text/csv; charset=utf-8; header=present'],
    ['application/json;q=0.1, text/csv;q=0.5', 'text/csv; charset=utf-8; header=present'],
    ['application/json, text/csv', 'application/json'],
    ['text/csv;q=0, application/x-ndjson;q=0', 'application/json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/json'],
    ['*/*', 'application/json'],
    ['random/1', 'application/json'],
    [';;q=x,,', 'application/json'],
  ])('has the format that Accept: %s prefers, and is never stored', async (accept, type) => {
    const { headers = {} } = credentials.get('a token that reads it') ?? {};
    const response = await call('/api/letters', { headers: { ...headers, accept } }, worker);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('vary')).toContain('Accept');
    expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
    await response.arrayBuffer();
  });

  it('is not stored for a client that may read it', async () => {
    const { headers = {} } = credentials.get('a token that reads it') ?? {};
    const response = await call('/api/posts?_format=ndjson&_expand=about', { headers }, worker);
    expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
    await response.arrayBuffer();
  });
});

describe('/openapi.json', () => {
  const PUBLIC = ['users', 'posts', 'entries'];
  const ALL = ['users', 'posts', 'letters', 'reports', 'entries'];

  /** Operations that a document has, and operations that it has not. */
  const SEEN: Readonly<Record<string, readonly [collections: string[], has: string[], lacks: string[]]>> = {
    'no credential': [PUBLIC, ['users:create', 'users:changes', 'posts:delete'], []],
    'another scheme': [PUBLIC, ['users:create', 'users:changes', 'posts:delete'], []],
    'a token for another collection': [
      PUBLIC,
      ['posts:create', 'entries:create', 'users:list'],
      ['users:create', 'users:posts:delete'],
    ],
    'a token that reads it': [
      ALL,
      ['letters:list', 'users:letters:list', 'reports:create', 'posts:list'],
      ['letters:create', 'users:letters:create', 'users:create', 'reports:merge'],
    ],
    'a token that writes it': [
      ALL,
      ['letters:create', 'users:letters:create', 'reports:merge'],
      ['posts:nothing'],
    ],
    'a token that reads all': [
      ALL,
      ['letters:list', 'letters:posts:list'],
      ['letters:delete', 'posts:merge'],
    ],
    'a token that writes all': [ALL, ['letters:delete', 'posts:merge'], []],
    'the root token': [ALL, ['letters:delete', 'posts:merge', 'letters:posts:create'], []],
    'a person of Access': [ALL, ['letters:delete', 'posts:merge'], []],
  };

  it.each(Object.entries(SEEN))('shows what %s may see', async (name, [collections, has, lacks]) => {
    const { headers = {} } = credentials.get(name) ?? {};
    const response = await call('/openapi.json', { headers }, worker);
    expect(response.status).toBe(200);
    expect(response.headers.get('vary')).toBe('Authorization, Cf-Access-Jwt-Assertion');
    const isShared = response.headers.get('cloudflare-cdn-cache-control') !== 'no-store';
    expect(isShared).toBe(credentials.get(name)?.standing('letters') === 'none');
    const text = await response.text();
    const { tags, paths } = JSON.parse(text) as {
      tags: { name: string }[];
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const operations = Object.values(paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    expect(tags.map((tag) => tag.name).filter((tag) => !tag.includes(' '))).toEqual(collections);
    expect(operations).toEqual(expect.arrayContaining(has));
    expect(operations.filter((operation) => lacks.includes(operation))).toEqual([]);
    if (collections === PUBLIC) expect(text).not.toMatch(/letters|reports/);
  });

  it('costs no row and has an entity tag, without a credential', async () => {
    const response = await call('/openapi.json', {}, worker);
    expect(response.headers.get('server-timing')).toBeNull();
    expect(await response.text()).toContain('"/api/users"');
    const tag = response.headers.get('etag') ?? '';
    const again = await call('/openapi.json', { headers: { 'if-none-match': tag } }, worker);
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it.each(['a malformed token', 'a revoked token', 'an expired token', 'a bad assertion'])(
    'is 401 with %s, and so is the schema of any name that is not a public collection',
    async (name) => {
      const { headers = {} } = credentials.get(name) ?? {};
      const status = async (path: string) => {
        const response = await call(path, { headers }, worker);
        await response.text();
        return response.status;
      };
      expect(await status('/openapi.json')).toBe(401);
      expect(await status('/schemas/letters.json')).toBe(401);
      expect(await status('/schemas/nothing.json')).toBe(401);
      expect(await status('/schemas/users.json')).toBe(200);
    },
  );

  it('is not a file that anyone can read: only the Worker knows the path of the whole document', async () => {
    const { headers = {} } = credentials.get('a token that reads all') ?? {};
    for (const path of ['/contract', '/contract/', '/contract/whole.json', '/contract/x/whole.json']) {
      const response = await call(path, { headers }, worker);
      expect(response.status, path).toBe(404);
      expect(await response.text(), path).not.toMatch(/letters|reports/);
    }
  });
});

describe.each(['users', 'letters', 'reports'])('/schemas/%s.json', (collection) => {
  it.each(NAMES)('responds to %s as a read of the collection', async (name) => {
    const { headers = {}, standing = () => 'none' as const } = credentials.get(name) ?? {};
    const isHidden = (GUARDED[collection] ?? []).includes('read');
    const response = await call(`/schemas/${collection}.json`, { headers }, worker);
    const as = standing(collection);
    const expected = EXPECTED[isHidden ? 'a scope reads: a guarded read' : 'everyone reads: an open action'];
    // The schema of a public collection is a static file, which no credential changes.
    expect(response.status).toBe(!isHidden || expected?.[as] === 'ok' ? 200 : expected?.[as]);
    if (isHidden) expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
    if (!response.ok) return;
    expect(response.headers.get('content-type')).toBe('application/schema+json');
    expect(await response.json()).toMatchObject({ type: 'object' });
  });
});

describe('GET /api', () => {
  const PUBLIC = ['users', 'posts', 'entries'];
  const ALL = ['users', 'posts', 'letters', 'reports', 'entries'];
  const WRITES = ['create', 'update', 'delete'] as const;
  const METHOD_OF = { create: 'POST', update: 'PATCH', delete: 'DELETE' };

  it.each([
    ['no credential', PUBLIC],
    ['another scheme', PUBLIC],
    ['a token for another collection', PUBLIC],
    ['a token that reads it', ALL],
    ['a token that reads all', ALL],
    ['the root token', ALL],
    ['a person of Access', ALL],
  ])('lists the collections that %s may read: %j', async (name, expected) => {
    const { headers = {} } = credentials.get(name) ?? {};
    const response = await call('/api', { headers }, worker);
    expect(response.status).toBe(200);
    expect(response.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
    const list = (await response.json()) as CollectionEntry[];
    expect(list.map((collection) => collection.name)).toEqual(expected);
    for (const { name: collection, url, schema } of list) {
      expect((await call(new URL(url).pathname, { headers }, worker)).status).toBe(200);
      const { pathname } = new URL(schema);
      expect(pathname).toBe(`/schemas/${collection}.json`);
      expect((await call(pathname, { headers }, worker)).status, collection).toBe(200);
      expect((await call(pathname, {}, worker)).ok, collection).toBe(PUBLIC.includes(collection));
    }
  });

  it.each(NAMES)(
    'says what a client with %s may do, and names nothing that it may not read',
    async (name) => {
      const { headers = {} } = credentials.get(name) ?? {};
      const response = await call('/api', { headers }, worker);
      const text = await response.text();
      if (OUTSIDERS.includes(name)) expect(text).not.toMatch(/letters|reports|about/);
      if (!response.ok) return;
      const list = JSON.parse(text) as CollectionEntry[];
      for (const { name: collection, total, actions } of list) {
        const documents = await call(`/api/${collection}`, { headers }, worker);
        expect(String(total), collection).toBe(documents.headers.get('x-total-count'));
        const allowed = await Promise.all(WRITES.map((action) => isAllowed(action, collection, headers)));
        expect(actions, collection).toEqual(WRITES.filter((_, i) => allowed[i]));
      }
    },
  );

  /** Whether a write is authorised. An authorised one fails with 400 for another reason. */
  async function isAllowed(action: keyof typeof METHOD_OF, collection: string, headers: Headers) {
    const path = `/api/${collection}${action === 'create' ? '' : '?nonsense'}`;
    const init = { method: METHOD_OF[action], headers: { ...headers, 'content-type': 'application/json' } };
    const { status } = await call(path, { ...init, ...(action !== 'delete' && { body: '{' }) }, worker);
    expect([400, 401, 403]).toContain(status);
    return status === 400;
  }

  it('has the relations between collections that the client may read', async () => {
    const relationsFor = async (name: string) => {
      const { headers = {} } = credentials.get(name) ?? {};
      const list = (await (await call('/api', { headers }, worker)).json()) as CollectionEntry[];
      return Object.fromEntries(list.map((collection) => [collection.name, collection.relations]));
    };
    const user = { field: 'userId', collection: 'users', expand: 'user' };
    const about = { field: 'letter_id', collection: 'letters', expand: 'about' };
    const of = (collection: string) => ({ collection, field: 'userId', embed: collection });
    expect(await relationsFor('no credential')).toEqual({
      users: { parents: [], children: [of('posts'), of('entries')] },
      posts: { parents: [user], children: [] },
      entries: { parents: [user], children: [] },
    });
    expect(await relationsFor('a token that reads all')).toEqual({
      users: { parents: [], children: ['posts', 'letters', 'reports', 'entries'].map(of) },
      posts: { parents: [about, user], children: [] },
      letters: {
        parents: [user],
        children: [{ collection: 'posts', field: 'letter_id', embed: 'posts' }],
      },
      reports: { parents: [user], children: [] },
      entries: { parents: [user], children: [] },
    });
  });

  it.each(['a malformed token', 'a revoked token', 'an expired token', 'a bad assertion'])(
    'is 401 with %s',
    async (name) => {
      const { headers = {} } = credentials.get(name) ?? {};
      expect((await call('/api', { headers }, worker)).status).toBe(401);
    },
  );

  it.each(['/openapi.json', '/llms.txt', '/reference'])(
    'links to %s, which names only public collections',
    async (path) => {
      const text = await (await call(path, {}, worker)).text();
      for (const name of ALL)
        expect(new RegExp(`api(<wbr>)?/${name}`).test(text), name).toBe(PUBLIC.includes(name));
      expect(text).not.toMatch(/letters|reports/);
    },
  );

  it.each(['/', '/console', '/how-it-works', '/nope', '/letters'])(
    'names no more collections than the page at %s: both name only public ones',
    async (path) => {
      const response = await call(path, { headers: { accept: 'text/html' } }, worker);
      expect(response.headers.get('content-type')).toMatch('text/html');
      const text = (await response.text()).replaceAll(`GET ${path}`, '');
      expect(text).not.toMatch(/letters|reports/);
      expect(text).toContain('/api/users');
    },
  );

  it('supports GET, HEAD and OPTIONS, and reads two rows for each collection that it lists', async () => {
    const response = await call('/api', {}, worker);
    expect(response.headers.get('server-timing')).toMatch(/rows_read=6 round_trips=1\b/);
    expect((await send('HEAD', '/api', {})).status).toBe(200);
    const options = await send('OPTIONS', '/api', {});
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE']) {
      const refused = await send(method, '/api', {});
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
  });
});

it.each([
  '/data/users',
  '/hello',
  '/method.json',
  '/health.json',
  '/image/width=16/pictures/orbit.jpg',
  '/image/width=0/pictures/orbit.jpg',
  '/nope',
])('%s does not depend on the credential', async (path) => {
  const statuses = new Set<string>();
  for (const { headers } of credentials.values()) {
    const given: string[] = [];
    for (const method of METHODS) given.push(`${method} ${(await send(method, path, headers)).status}`);
    statuses.add(given.join());
  }
  expect([...statuses]).toEqual([[...statuses][0]]);
});

it('GET /api/1.json is public, whatever the credential', async () => {
  const statuses = new Set<number>();
  for (const { headers } of credentials.values()) {
    statuses.add((await call('/api/1.json', { headers }, worker)).status);
  }
  expect([...statuses]).toEqual([200]);
});
