import { expect, it } from 'vitest';
import { requireBearer } from '../../../src/lib/auth/bearer.ts';

const check = (authorization: string | undefined, expected: string | undefined) =>
  requireBearer(new Headers(authorization === undefined ? {} : { authorization }), expected);

it.each([
  ['Bearer abc-DEF.~+/=', 'abc-DEF.~+/='],
  ['bearer   abc', 'abc'],
  ['Bearer s3cr3t!%$#@:{}"', 's3cr3t!%$#@:{}"'],
])('Authorization: %s passes when the token is %s', async (header, expected) => {
  await expect(check(header, expected)).resolves.toBeUndefined();
});

it.each([
  ['Bearer abd', 'abc'],
  ['Bearer ab', 'abc'],
  ['Bearer wrong!', 'abc'],
  ['Bearer undefined', undefined],
  ['Bearer abc', ''],
])('Authorization: %s is refused as invalid_token when the token is %s', async (header, expected) => {
  await expect(check(header, expected)).rejects.toMatchObject({
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="perigee", error="invalid_token"' },
  });
});

it.each([undefined, '', 'Bearer', 'abc', 'Basic abc', 'Bearer abc def'])(
  'Authorization: %s is answered with a challenge that asks for a token',
  async (header) => {
    await expect(check(header, 'abc')).rejects.toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="perigee"' },
    });
  },
);
