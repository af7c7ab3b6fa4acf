import { expect, it } from 'vitest';
import { clientKey } from '../../../../src/lib/http/request/client-key.ts';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('the address %s is counted as %s', (address, key) => {
  expect(clientKey(address)).toBe(key);
});
