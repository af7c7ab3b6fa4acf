import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { accessSettings } from '../../../src/lib/auth/cloudflare-access/access-settings.ts';
import { assertionVerifier } from '../../../src/lib/auth/cloudflare-access/verify-assertion.ts';

const SETTINGS = { issuer: 'https://team.cloudflareaccess.com', audience: 'aud' };
const NOW = 1_800_000_000_000;
const SECONDS = NOW / 1000;

const rsa = await generateKeyPair('RS256', { extractable: true });
const ec = await generateKeyPair('ES256', { extractable: true });
const other = await generateKeyPair('RS256');
const KEYS = {
  keys: [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256' },
  ],
};

interface Parts {
  header?: { alg: string; kid?: string };
  claims?: Record<string, unknown>;
  key?: CryptoKey | Uint8Array;
}

function signed({ header = { alg: 'RS256', kid: 'rsa' }, claims = {}, key = rsa.privateKey }: Parts = {}) {
  const all = { iss: SETTINGS.issuer, aud: [SETTINGS.audience], exp: SECONDS + 60, ...claims };
  return new SignJWT(all).setProtectedHeader(header).sign(key);
}

const served = () => vi.fn(async () => Response.json(KEYS));
const verifier = (fetch: () => Promise<Response> = served()) =>
  assertionVerifier(SETTINGS, { fetch, now: () => NOW });

describe('an assertion', () => {
  it.each<[string, Parts]>([
    ['signed with RS256', {}],
    ['signed with ES256', { header: { alg: 'ES256', kid: 'ec' }, key: ec.privateKey }],
    ['for several audiences', { claims: { aud: ['another', 'aud'] } }],
    ['that expires in a second', { claims: { exp: SECONDS + 1 } }],
  ])('%s is valid', async (_, parts) => {
    await expect(verifier()(await signed(parts))).resolves.toBeUndefined();
  });

  it.each<[string, Parts]>([
    ['of another team', { claims: { iss: 'https://other.cloudflareaccess.com' } }],
    ['of another application', { claims: { aud: ['another'] } }],
    ['without an audience', { claims: { aud: undefined } }],
    ['that never expires', { claims: { exp: undefined } }],
    ['that is not valid yet', { claims: { nbf: SECONDS + 60 } }],
    ['signed with another key', { key: other.privateKey }],
    ['with an unknown key', { header: { alg: 'RS256', kid: 'nope' } }],
    [
      'signed with the public key as a secret',
      { header: { alg: 'HS256', kid: 'rsa' }, key: new TextEncoder().encode(JSON.stringify(KEYS.keys[0])) },
    ],
  ])('%s is refused', async (_, parts) => {
    await expect(verifier()(await signed(parts))).rejects.toMatchObject({
      code: 'token-invalid',
      headers: { 'www-authenticate': 'Bearer realm="perigee", error="invalid_token"' },
    });
  });

  it('that has expired is refused, and its holder is told so', async () => {
    for (const exp of [SECONDS, SECONDS - 1]) {
      await expect(verifier()(await signed({ claims: { exp } }))).rejects.toMatchObject({
        code: 'token-invalid',
        headers: {
          'www-authenticate':
            'Bearer realm="perigee", error="invalid_token", error_description="The assertion has expired"',
        },
      });
    }
  });

  it.each([
    '',
    'x',
    'a.b.c',
    '..',
    // `alg: none`, without a signature.
    `${btoa('{"alg":"none"}')}.${btoa('{"iss":"https://team.cloudflareaccess.com","aud":"aud","exp":9999999999}')}.`,
    'ä.ö.ü',
  ])('written %j is refused', async (assertion) => {
    await expect(verifier()(assertion)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it.each<[string, () => Promise<Response>]>([
    ['fails', () => Promise.reject(new TypeError('Network connection lost'))],
    ['responds 500', async () => new Response(null, { status: 500 })],
    [
      'redirects',
      async () => new Response(null, { status: 302, headers: { location: 'https://a.example' } }),
    ],
    ['responds with a page', async () => new Response('<html>')],
    ['responds with other JSON', async () => Response.json({ keys: 1 })],
  ])('is 503 while the fetch of the keys %s', async (_, fetch) => {
    await expect(verifier(fetch)(await signed())).rejects.toMatchObject({
      code: 'access-unavailable',
      message: 'The keys of Cloudflare Access cannot be read; try again.',
    });
  });

  it('is checked with the keys of its team, which are fetched once', async () => {
    const fetch = served();
    const verify = verifier(fetch);
    for (let i = 0; i < 3; i += 1) await verify(await signed());
    await expect(verify(await signed({ header: { alg: 'RS256', kid: 'nope' } }))).rejects.toThrow();
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0]?.at(0)).toBe('https://team.cloudflareaccess.com/cdn-cgi/access/certs');
  });
});

describe('the variables of Cloudflare Access', () => {
  const vars = { ACCESS_TEAM: 'team', ACCESS_AUD: 'aud', ACCESS_SCOPES: '*:write' };

  it('name the issuer, the audience and the scopes', () => {
    expect(accessSettings({ ...vars, ACCESS_SCOPES: 'users:write, *:read' })).toEqual({
      ...SETTINGS,
      scopes: ['users:write', '*:read'],
    });
    expect(accessSettings({ ...vars, ACCESS_SCOPES: '' })?.scopes).toEqual([]);
  });

  it('that are empty turn it off', () => {
    expect(accessSettings({ ...vars, ACCESS_TEAM: '', ACCESS_AUD: '' })).toBeNull();
    expect(accessSettings({})).toBeNull();
  });

  it.each([
    [{ ...vars, ACCESS_TEAM: '' }, 'ACCESS_TEAM is ""'],
    [{ ...vars, ACCESS_TEAM: 'evil.example/' }, 'ACCESS_TEAM is "evil.example/"'],
    [{ ...vars, ACCESS_TEAM: 'https://team.cloudflareaccess.com' }, 'ACCESS_TEAM is "https:'],
    [{ ...vars, ACCESS_AUD: '' }, 'ACCESS_AUD is empty'],
    [{ ...vars, ACCESS_SCOPES: 'all' }, 'ACCESS_SCOPES has "all"; allowed:'],
  ])('%j are refused', (wrong, message) => {
    expect(() => accessSettings(wrong)).toThrow(message);
  });
});
