import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_VARS, assertionWith, CERTS, certsHandler } from '../../support/worker/access-team.ts';
import { upstream } from '../../support/worker/upstream.ts';
import { call, TOKEN, useWorker } from '../../support/worker/worker.ts';

const vars = { EDGE_CACHE: 'off', ...ACCESS_VARS };
const worker = useWorker({ vars });
const readers = useWorker({ vars: { ...vars, ACCESS_SCOPES: 'pictures:write' } });
const misconfigured = useWorker({ vars: { ...vars, ACCESS_TEAM: 'evil.example/' } });
const withoutAccess = useWorker({ vars: { EDGE_CACHE: 'off' } });

const asPerson = async (headers: Record<string, string> = {}) => ({
  'cf-access-jwt-assertion': await assertionWith(),
  'content-type': 'application/json',
  ...headers,
});

function create(headers: Record<string, string>, to = worker): Promise<Response> {
  return call('/api/users', { method: 'POST', headers, body: '{"name":"Ada"}' }, to);
}

it('an assertion whose keys cannot be read is 503 for a write, and ignored by a public read', async () => {
  upstream.use(http.get(CERTS, () => HttpResponse.error()));
  const headers = await asPerson();
  const response = await create(headers);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    code: 'access-unavailable',
    detail: 'The keys of Cloudflare Access cannot be read; try again.',
  });
  expect((await call('/api/users', { headers }, worker)).status).toBe(200);
});

describe('a person who logged in through Cloudflare Access', () => {
  beforeEach(() => upstream.use(certsHandler));

  it('may write, and gets responses that are not shared', async () => {
    expect((await create(await asPerson())).status).toBe(201);
    const read = await call('/api/users', { headers: await asPerson() }, worker);
    expect(read.headers.get('cloudflare-cdn-cache-control')).toBe('no-store');
  });

  it('may do what ACCESS_SCOPES says, and nothing else', async () => {
    const response = await create(await asPerson(), readers);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'scope-required' });
  });

  it.each<[string, Parameters<typeof assertionWith>[0]]>([
    ['of another application', { audience: 'another' }],
    ['of another team', { issuer: 'https://other.cloudflareaccess.com' }],
    ['that has expired', { expires: 1 }],
    ['that never expires', { expires: null }],
    ['with an unknown key', { kid: 'nope' }],
    ['signed with a secret', { alg: 'HS256', key: new TextEncoder().encode('secret'.repeat(10)) }],
  ])('is refused with an assertion %s', async (_, claims) => {
    const assertion = await assertionWith(claims);
    const response = await create({ ...(await asPerson()), 'cf-access-jwt-assertion': assertion });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(await response.json()).toMatchObject({ code: 'token-invalid' });
  });

  it('has only the scopes of the bearer token, if there is one', async () => {
    expect((await create(await asPerson({ authorization: 'Bearer wrong' }))).status).toBe(401);
    expect((await create(await asPerson({ authorization: `Bearer ${TOKEN}` }))).status).toBe(201);
  });

  it('is anonymous if Access is not configured, or configured wrongly, which is logged', async () => {
    for (const to of [withoutAccess, misconfigured]) {
      const response = await create(await asPerson(), to);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: 'token-required' });
    }
    const lines = (await misconfigured.logs()).map(({ message }) => message);
    expect(lines.filter((line) => line.includes('ACCESS_TEAM is'))).toHaveLength(1);
  });
});

describe('a write that a browser sends with an assertion of Cloudflare Access', () => {
  beforeEach(() => upstream.use(certsHandler));

  // A form needs no preflight, so CORS does not stop it.
  const FORM = 'application/x-www-form-urlencoded';
  const send = async (headers: Record<string, string>, method = 'POST', path = '/api/users') =>
    call(
      path,
      { method, headers: await asPerson({ 'content-type': FORM, ...headers }), body: 'name=Eve' },
      worker,
    );

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('with %j is 403, and stores nothing', async (headers) => {
    const before = await (await call('/api/users', {}, worker)).json();
    for (const [method, path] of [
      ['POST', '/api/users'],
      ['PUT', '/api/users/1'],
      ['PATCH', '/api/users/1'],
      ['PATCH', '/api/users?id=1'],
      ['DELETE', '/api/users/1'],
      ['DELETE', '/api/users?id=1'],
      ['POST', '/api/users/1/pictures'],
    ] as const) {
      const response = await send(headers as Record<string, string>, method, path);
      expect(response.status, method).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'cross-site-write' });
    }
    expect(await (await call('/api/users', {}, worker)).json()).toEqual(before);
  });

  it('is 201 from a page of this origin, and from a client that is not a browser', async () => {
    const { url } = await worker.listen();
    for (const headers of [
      { origin: url.origin },
      { origin: url.origin, 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      {},
    ]) {
      expect((await send(headers as Record<string, string>)).status, JSON.stringify(headers)).toBe(201);
    }
  });

  it('is 201 with a bearer token, which a browser never adds by itself', async () => {
    const headers = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
    const response = await create({
      ...headers,
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
    });
    expect(response.status).toBe(201);
  });
});
