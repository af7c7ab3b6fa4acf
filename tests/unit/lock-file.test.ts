import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** An entry of `package-lock.json`: https://docs.npmjs.com/cli/configuring-npm/package-lock-json#packages */
interface Entry {
  integrity?: string;
  resolved?: string;
  link?: boolean;
  inBundle?: boolean;
}

it.each(['package-lock.json', 'bench/api/bknd/package-lock.json'])(
  'every package that npm fetches has an SHA-512 integrity in %s, and no address of a registry',
  (file) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
      packages: Record<string, Entry>;
    };
    const unchecked = Object.entries(packages)
      .filter(([path, { link, inBundle }]) => path !== '' && !link && !inBundle)
      .filter(([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity));
    expect(unchecked.map(([path]) => path)).toEqual([]);
    const addressed = Object.entries(packages).filter(
      ([, { resolved, link }]) => resolved !== undefined && !link,
    );
    expect(addressed.map(([path]) => path)).toEqual([]);
  },
);
