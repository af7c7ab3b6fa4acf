import { expect, it } from 'vitest';
import { withAdminToken } from '../../../scripts/lib/dev-vars.ts';

it.each([
  ['ADMIN_TOKEN=kept\n', 'kept'],
  ['# ADMIN_TOKEN=no\nADMIN_TOKEN=kept # mine\n', 'kept'],
  ["ADMIN_TOKEN='it is kept'\n", 'it is kept'],
  ['  ADMIN_TOKEN = "kept"\r\nOTHER=1\r\n', 'kept'],
  ['export ADMIN_TOKEN=kept', 'kept'],
  ['ADMIN_TOKEN=old\nADMIN_TOKEN=kept\n', 'kept'],
])('a .dev.vars of %j keeps its token', (text, token) => {
  expect(withAdminToken(text, 'fresh')).toEqual({ text, token });
});

it.each([
  ['', 'ADMIN_TOKEN=fresh\n'],
  ['OTHER=1', 'OTHER=1\nADMIN_TOKEN=fresh\n'],
  ['OTHER=1\n# ADMIN_TOKEN=\n', 'OTHER=1\n# ADMIN_TOKEN=\nADMIN_TOKEN=fresh\n'],
  ['MY_ADMIN_TOKEN=1\n', 'MY_ADMIN_TOKEN=1\nADMIN_TOKEN=fresh\n'],
  ['ADMIN_TOKEN=\nOTHER=1\n', 'ADMIN_TOKEN=fresh\nOTHER=1\n'],
  ['ADMIN_TOKEN= \nOTHER=1\n', 'ADMIN_TOKEN=fresh\nOTHER=1\n'],
  ['A=1\r\n  export ADMIN_TOKEN=""\r\nB=2\r\n', 'A=1\r\n  export ADMIN_TOKEN=fresh\r\nB=2\r\n'],
  ['export ADMIN_TOKEN=\nOTHER=1\n', 'export ADMIN_TOKEN=fresh\nOTHER=1\n'],
  ['ADMIN_TOKEN=old\nADMIN_TOKEN=\n', 'ADMIN_TOKEN=fresh\nADMIN_TOKEN=fresh\n'],
  ['A="\nADMIN_TOKEN=\n"\n', 'A="\nADMIN_TOKEN=\n"\nADMIN_TOKEN=fresh\n'],
])('a .dev.vars of %j gets a token: %j', (text, expected) => {
  expect(withAdminToken(text, 'fresh')).toEqual({ text: expected, token: 'fresh' });
});
