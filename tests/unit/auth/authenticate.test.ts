import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type AuthenticationMethods, authenticate } from '../../../src/lib/auth/authenticate.ts';
import { isTokenForm, newToken, tokenHash } from '../../../src/lib/auth/token.ts';
import type { TokenRow } from '../../../src/lib/auth/token-rows.ts';
import { Problem } from '../../../src/lib/http/problem/problem.ts';

const NOW = 1_800_000_000_000;
const ROW: TokenRow = { name: 'ci', scopes: '["users:write"]', expires: null, last_used: null };

function methodsWith(overrides: Partial<AuthenticationMethods> = {}, row: TokenRow | null = ROW) {
  const find = vi.fn(async () => row);
  const noteUse = vi.fn();
  return {
    rootToken: 'root',
    tokens: { find, noteUse },
    scopesOfAssertion: null,
    now: () => NOW,
    ...overrides,
  };
}

const withBearer = (token: string) => new Headers({ authorization: `Bearer ${token}` });

describe('a bearer token', () => {
  it('has the scopes of its row, which is found by the SHA-256 of the token', async () => {
    const token = newToken();
    const all = methodsWith();
    expect(await authenticate(withBearer(token), all)).toEqual({
      kind: 'token',
      scopes: ['users:write'],
      refusal: null,
    });
    expect(all.tokens.find).toHaveBeenCalledWith(await tokenHash(token));
    expect(await tokenHash(token)).toMatch(/^[\da-f]{64}$/);
  });

  it('that equals the root token has all rights, without a lookup', async () => {
    for (const rootToken of ['root', newToken()]) {
      const all = methodsWith({ rootToken });
      expect(await authenticate(withBearer(rootToken), all)).toMatchObject({
        kind: 'root',
        scopes: ['*:write'],
      });
      expect(all.tokens.find).not.toHaveBeenCalled();
    }
  });

  it('in another form than pgee_ and 43 characters never reaches the database', async () => {
    const almost = [
      newToken().slice(0, -1),
      `${newToken()}A`,
      newToken().replace('pgee_', 'PGEE_'),
      `${newToken().slice(0, -1)}=`,
      `${newToken().slice(0, -1)}ß`,
      `x${newToken()}`,
    ];
    for (const token of almost) expect(isTokenForm(token), token).toBe(false);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...almost), fc.base64String({ minLength: 1 })),
        async (token) => {
          const all = methodsWith();
          const caller = await authenticate(withBearer(encodeURI(token)), all);
          expect(caller).toMatchObject({ kind: 'anonymous', scopes: [], refusal: { code: 'token-invalid' } });
          expect(all.tokens.find).not.toHaveBeenCalled();
        },
      ),
    );
  });

  it.each<[string, TokenRow | null, Problem['code'] | null]>([
    ['that is unknown or revoked is refused', null, 'token-invalid'],
    ['that expires now is refused', { ...ROW, expires: NOW }, 'token-invalid'],
    ['that expires in a millisecond is valid', { ...ROW, expires: NOW + 1 }, null],
  ])('%s', async (_, row, code) => {
    const { kind, scopes, refusal } = await authenticate(withBearer(newToken()), methodsWith({}, row));
    expect(refusal?.code ?? null).toBe(code);
    expect([kind, scopes]).toEqual(code === null ? ['token', ['users:write']] : ['unknown', []]);
  });

  it.each<[number | null, number]>([
    [null, 1],
    [NOW - 60_000, 1],
    [NOW - 59_999, 0],
  ])('last used at %j has its use recorded %d times', async (last_used, times) => {
    const all = methodsWith({}, { ...ROW, last_used });
    await authenticate(withBearer(newToken()), all);
    expect(all.tokens.noteUse).toHaveBeenCalledTimes(times);
  });

  it('has no rights from scopes that are not valid', async () => {
    const scopes = JSON.stringify(['users', 'users:admin', ':write', 'a b:read', 7, null, 'users:read']);
    const caller = await authenticate(withBearer(newToken()), methodsWith({}, { ...ROW, scopes }));
    expect(caller.scopes).toEqual(['users:read']);
  });

  it('is refused with the problem of the database when that cannot be read', async () => {
    const find = async () => {
      throw new Problem('database-unavailable', 'x');
    };
    const caller = await authenticate(
      withBearer(newToken()),
      methodsWith({ tokens: { find, noteUse: vi.fn() } }),
    );
    expect(caller).toMatchObject({ kind: 'unknown', scopes: [], refusal: { code: 'database-unavailable' } });
  });
});

describe('an assertion of Cloudflare Access', () => {
  const headers = new Headers({ 'cf-access-jwt-assertion': 'x' });
  const scopesOfAssertion = async () => ['*:read'] as const;

  it('is a person with the scopes of all people', async () => {
    expect(await authenticate(headers, methodsWith({ scopesOfAssertion }))).toEqual({
      kind: 'person',
      scopes: ['*:read'],
      refusal: null,
    });
  });

  it('has no effect where Access is not set up, or with a bearer token', async () => {
    expect(await authenticate(headers, methodsWith())).toMatchObject({ kind: 'anonymous', refusal: null });
    const both = new Headers([...headers, ['authorization', 'Bearer wrong']]);
    expect(await authenticate(both, methodsWith({ scopesOfAssertion }))).toMatchObject({
      kind: 'anonymous',
      refusal: { code: 'token-invalid' },
    });
  });
});
