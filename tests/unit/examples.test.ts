import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

interface LockFile {
  packages: Record<string, { version: string }>;
}

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(path, 'utf8')) as Content;
}

it.each(['react-admin', 'refine'])('examples/%s pins the versions that its tests use', (name) => {
  const { packages } = readJson<LockFile>('package-lock.json');
  const { dependencies, devDependencies } = readJson<Manifest>(`examples/${name}/package.json`);
  const pinned = { ...dependencies, ...devDependencies };
  const installed = Object.keys(pinned).map((each) => [each, packages[`node_modules/${each}`]?.version]);
  expect(pinned).toEqual(Object.fromEntries(installed));
});
