import { expect, it } from 'vitest';
import { requireSameOrigin } from '../../../src/lib/auth/same-origin.ts';

const url = new URL('https://api.example/api/users');
const check = (headers: Record<string, string>) =>
  requireSameOrigin(new Request(url, { method: 'POST', headers }), url);

it.each<Record<string, string>>([
  {},
  { origin: 'https://api.example' },
  { 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'same-origin', origin: 'https://api.example' },
  { 'sec-fetch-site': 'none' },
])('a write with %j may use the credential of a cookie', (headers) => {
  expect(() => check(headers)).not.toThrow();
});

it.each<Record<string, string>>([
  { origin: 'https://evil.example' },
  { origin: 'http://api.example' },
  { origin: 'https://api.example:8443' },
  { origin: 'https://api.example.evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', origin: 'https://www.example' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://api.example' },
  { 'sec-fetch-site': 'anything' },
])('a write with %j may not use the credential of a cookie', (headers) => {
  expect(() => check(headers)).toThrow(/allowed: https:\/\/api\.example\./);
});
