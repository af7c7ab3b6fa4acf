import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const PAGES = globSync(['AGENTS.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md', 'docs/**/*.md']);

/** Names are the last parts of these paths. */
const FILES = globSync(['*', 'src/**/*', '{scripts,bench,tests,docs,examples,migrations,public}/**/*'], {
  exclude: (path) => path.includes('node_modules'),
}).map((path) => `/${path}`);

/** The paths that code spans of a page name: `store/sql/` and `caller.ts`. */
function pathsIn(page: string): string[] {
  const prose = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  // A build makes `dist/`.
  return spans.filter(
    (span) => span !== 'dist/' && /^[a-z][\w./[\]-]*(\/|\.(ts|tsx|astro|mjs|toml))$/.test(span),
  );
}

it.each(PAGES)('every file and folder of the project that %s names exists', (page) => {
  const missing = pathsIn(page).filter((path) =>
    path.endsWith('/')
      ? !FILES.some((file) => `${file}/`.includes(`/${path}`))
      : !FILES.some((file) => file.endsWith(`/${path}`)),
  );
  expect(missing).toEqual([]);
});
