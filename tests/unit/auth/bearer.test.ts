import { expect, it } from 'vitest';
import { requireBearer } from '../../../src/lib/auth/bearer.ts';

const check = (authorization: string | undefined, expected: string | undefined) =>
  requireBearer(new Headers(authorization === undefined ? {} : { authorization }), expected);

it.each([
  ['Bearer abc-DEF.~+/=', 'abc-DEF.~+/='],
  ['bearer   abc', 'abc'],
  ['Bearer s3cr3t!%$#@:{}"', 's3cr3t!%$#@:{}"'],
])('%s passes', async (header, expected) => {
  await expect(check(header, expected)).resolves.toBeUndefined();
});

it.each([
  ['Bearer abd', 'abc'],
  ['Bearer ab', 'abc'],
  ['Bearer wrong!', 'abc'],
  ['Bearer undefined', undefined],
  ['Bearer abc', ''],
])('%s is refused as not valid where the token is %s', async (header, expected) => {
  await expect(check(header, expected)).rejects.toMatchObject({
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="perigee", error="invalid_token"' },
  });
});

it.each([undefined, '', 'Bearer', 'abc', 'Basic abc', 'Bearer abc def'])(
  '%s is asked for a token',
  async (header) => {
    await expect(check(header, 'abc')).rejects.toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="perigee"' },
    });
  },
);
