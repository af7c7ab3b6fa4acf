import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** The packages in the first column of the tables of a section of docs/dependencies.md. */
function packagesIn(section: string): string[] {
  const page = readFileSync('docs/dependencies.md', 'utf8');
  const [, text = ''] = page.split(`## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  return [...own.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name = '']) => name);
}

it('docs/dependencies.md names exactly the packages of package.json', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  expect(packagesIn('In the Worker').toSorted()).toEqual(Object.keys(dependencies).toSorted());
  expect(packagesIn('For development').toSorted()).toEqual(Object.keys(devDependencies).toSorted());
});
