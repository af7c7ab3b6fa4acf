import { expect, it } from 'vitest';
import { isLoopback } from '../../../../src/lib/http/request/loopback.ts';

it.each([
  ['http://127.0.0.1:9001', true],
  ['http://127.255.0.3', true],
  ['http://2130706433', true],
  ['http://[::1]:80', true],
  ['http://localhost', true],
  ['http://a.localhost:1', true],
  ['http://LOCALHOST', true],
  ['http://127.0.0.1.example', false],
  ['http://localhost.example', false],
  ['http://notlocalhost', false],
  ['http://127.0.0.1@a.example', false],
  ['http://128.0.0.1', false],
  ['http://10.0.0.1', false],
  ['http://169.254.169.254', false],
  ['http://0.0.0.0', false],
  ['http://[::]', false],
])('%s is this machine: %s', (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected);
});
