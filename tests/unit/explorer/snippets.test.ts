import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyablesOf } from '../../../src/explorer/request/copyables.ts';
import type { Draft } from '../../../src/explorer/request/draft.ts';
import { urlOfPath } from '../../../src/explorer/request/own-path.ts';
import { curlOf, fetchOf, shellWord } from '../../../src/explorer/request/snippets.ts';

const ORIGIN = 'https://perigee.example';
const TOKEN = 'the $token "of" `the` shell';

/** Text as people and data have it: quotes, line ends, what a shell expands, and all of Unicode but NUL. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom("'", '"', '\\', '\n', '$HOME', '`id`', '!', '%', '--', '@', ' '),
      fc.string({ unit: 'binary' }),
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) =>
    parts
      .join('')
      .replaceAll('\0', '')
      .replaceAll(/[\ud800-\udfff]/g, ''),
  );
const latin = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const name = fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}$/);

const drafts: fc.Arbitrary<Draft> = fc.record(
  {
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', "PUR'GE", 'A|B', '$X'),
    path: fc.tuple(fc.webPath(), text).map(([path, query]) => `/${path.slice(1)}?q=${query}`),
    headers: fc.dictionary(name, latin, { maxKeys: 3 }),
    body: text,
  },
  { requiredKeys: ['method', 'path'] },
);

/** The arguments that a real shell gives to curl. */
function argumentsOf(command: string): string[] {
  const script = join(mkdtempSync(join(tmpdir(), 'perigee-curl-')), 'run.sh');
  writeFileSync(script, `curl() { printf '%s\\0' "$@"; }\n${command}\n`);
  return execFileSync('sh', [script], { encoding: 'utf8', env: { ...process.env, PERIGEE_TOKEN: TOKEN } })
    .split('\0')
    .slice(0, -1);
}

describe('the command of curl', () => {
  it('gives curl exactly the URL, the method, the headers and the body of any draft, through a real shell', () => {
    fc.assert(
      fc.property(drafts, fc.boolean(), (draft, hasToken) => {
        const { method, path, headers = {}, body } = draft;
        const [url, ...rest] = argumentsOf(curlOf(draft, ORIGIN, hasToken));
        expect(url).toBe(urlOfPath(path, ORIGIN).href);
        const values = (option: string) => rest.filter((_, i) => rest[i - 1] === option);
        const requested = rest.includes('--head')
          ? 'HEAD'
          : (values('--request')[0] ?? (body === undefined ? 'GET' : 'POST'));
        expect(requested).toBe(method);
        expect(values('--data-raw')).toEqual(body === undefined ? [] : [body]);
        const sent = Object.entries(headers).map(([key, value]) =>
          value.trim() === '' ? `${key};` : `${key}: ${value.trim()}`,
        );
        const type = body === undefined ? [] : ['Content-Type: text/plain;charset=UTF-8'];
        expect(values('--header')).toEqual([
          ...sent,
          ...type,
          ...(hasToken ? [`Authorization: Bearer ${TOKEN}`] : []),
        ]);
      }),
      { numRuns: 150 },
    );
  });

  it('turns off the ranges of curl where the URL has brackets or braces', () => {
    const command = curlOf({ method: 'GET', path: '/api/users?a[b]={1}' }, ORIGIN, false);
    expect(argumentsOf(command)).toContain('--globoff');
  });

  it('has the type of the body that the draft names, and no other', () => {
    const headers = { 'content-type': 'application/json' };
    const command = curlOf({ method: 'POST', path: '/api/users', headers, body: '{}' }, ORIGIN, false);
    expect(command.match(/content-type/gi)).toHaveLength(1);
  });
});

it('a word of a shell is itself in any shell', () => {
  fc.assert(
    fc.property(
      text.filter((word) => word !== ''),
      (word) => {
        expect(argumentsOf(`curl ${shellWord(word)}`)).toEqual([word]);
      },
    ),
    { numRuns: 60 },
  );
});

describe('the call of fetch()', () => {
  /** Runs a snippet with `fetch()` replaced, and returns the request that it would send. */
  async function requestOf(code: string): Promise<Request> {
    const run = new Function('fetch', 'process', `return (async () => { ${code}; return response; })()`);
    return run((url: string, init: RequestInit) => new Request(url, init), { env: { PERIGEE_TOKEN: 'x' } });
  }

  it('sends the method, the URL, the headers and the body of any draft', async () => {
    const sendable = drafts.filter(
      ({ method, body }) => body === undefined || (method !== 'GET' && method !== 'HEAD'),
    );
    await fc.assert(
      fc.asyncProperty(sendable, fc.boolean(), async (draft, hasToken) => {
        const request = await requestOf(fetchOf(draft, ORIGIN, hasToken));
        expect(request.method).toBe(draft.method);
        expect(request.url).toBe(urlOfPath(draft.path, ORIGIN).href.replace(/#.*/s, ''));
        expect(request.headers.get('authorization')).toBe(hasToken ? 'Bearer x' : null);
        for (const [key, value] of Object.entries(draft.headers ?? {})) {
          expect(request.headers.get(key)).toBe(value.trim());
        }
        if (draft.body !== undefined) expect(await request.text()).toBe(draft.body);
      }),
      { numRuns: 150 },
    );
  });

  it('shows JSON as a value, and sends the same JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const body = JSON.stringify(value);
        const code = fetchOf({ method: 'POST', path: '/api/users', body }, ORIGIN, false);
        expect(await (await requestOf(code)).text()).toBe(body);
      }),
    );
  });
});

describe('no snippet has a credential', () => {
  const draft: Draft = {
    method: 'GET',
    path: '/api/users',
    headers: { AUTHORIZATION: 'Bearer the-secret', 'CF-Access-Client-Secret': 'the-secret', 'X-Own': 'kept' },
  };

  it.each([
    ['curl', curlOf(draft, ORIGIN, false)],
    ['fetch()', fetchOf(draft, ORIGIN, false)],
  ])('%s has the variable of the token instead', (_, code) => {
    expect(code).not.toContain('the-secret');
    expect(code).toContain('PERIGEE_TOKEN');
    expect(code).toContain('X-Own');
  });
});

it('every form of any draft is written without a failure', () => {
  const any = fc.string({ unit: 'binary' });
  const place = fc.oneof(
    any,
    any.map((rest) => `/api/users/${rest}`),
    any.map((rest) => `/api/users?${rest}`),
  );
  const anyDraft = fc.record(
    {
      method: fc.oneof(any, fc.constantFrom('GET', 'PUT', 'PATCH')),
      path: place,
      headers: fc.dictionary(any, any),
      body: any,
    },
    { requiredKeys: ['method', 'path'] },
  );
  fc.assert(
    fc.property(anyDraft, (draft) => {
      const exchange = { draft, hasToken: false, outcome: { failure: 'none' } };
      expect(copyablesOf(exchange, ORIGIN).every(({ text }) => text !== '')).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('a copied curl saves bytes other than text, which curl writes to no terminal', () => {
  const copied = (type: string, body: string | Blob) => {
    const bytes = 3;
    const rest = {
      status: 200,
      headers: new Headers(),
      bytes,
      transferred: null,
      milliseconds: 1,
      redirectedTo: null,
    };
    const draft = { method: 'GET', path: '/image/width=400,format=webp/pictures/orbit.jpg' };
    const [curl] = copyablesOf({ draft, hasToken: false, outcome: { ...rest, type, body } }, ORIGIN);
    return argumentsOf(curl?.text ?? '');
  };
  expect(copied('image/webp', new Blob(['abc'])).slice(-2)).toEqual(['--output', 'orbit.webp']);
  expect(copied('application/problem+json', '{ }')).not.toContain('--output');
});
