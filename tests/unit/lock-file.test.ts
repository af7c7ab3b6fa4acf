import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** An entry of `package-lock.json`: https://docs.npmjs.com/cli/configuring-npm/package-lock-json#packages */
interface Entry {
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
}

it('every package that npm fetches has an SHA-512 integrity in package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Entry>;
  };
  const unchecked = Object.entries(packages)
    .filter(([path, { link, inBundle }]) => path !== '' && !link && !inBundle)
    .filter(([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity));
  expect(unchecked.map(([path]) => path)).toEqual([]);
});
